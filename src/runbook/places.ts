import { instead } from '../text/nearest.js';

const PLACE = /\$\{([^}]*)\}/g;

/** Replaces every `${name}` in a value's strings from config.yml's values; reports the unknown ones. Config values only, never chat text. */
export function fillPlaces(
  value: unknown,
  values: Readonly<Record<string, string>>,
  wrong: (path: PropertyKey[], message: string) => void,
  path: PropertyKey[] = [],
): unknown {
  if (typeof value === 'string') return filled(value, values, (message) => wrong(path, message));
  if (Array.isArray(value)) return value.map((item, index) => fillPlaces(item, values, wrong, [...path, index]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, fillPlaces(item, values, wrong, [...path, key])]),
  );
}

function filled(written: string, values: Readonly<Record<string, string>>, wrong: (message: string) => void): string {
  return written.replace(PLACE, (place, name: string) => {
    const found = Object.hasOwn(values, name) ? values[name] : undefined;
    if (found !== undefined) return found;
    wrong(`config.yml has no value for ${place}${instead(name, Object.keys(values), 'It has')}`);
    return place;
  });
}
