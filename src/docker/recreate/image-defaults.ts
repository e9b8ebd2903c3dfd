import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../incident/remedy.js';
import { objectOf, stringsOf, type Settings } from './settings.js';

const SINGLE = ['User', 'WorkingDir', 'StopSignal', 'Shell', 'OnBuild', 'ArgsEscaped'];
/** Of these the engine adds what the image has to what the container was told, entry by entry. */
const MERGED = ['Labels', 'ExposedPorts', 'Volumes', 'Healthcheck'];

/**
 * What the creator of a container told it: its configuration without what the engine took from its image. What both say alike
 * counts as the image's: so another image's own defaults hold in a container made with that one.
 */
export function withoutDefaults(config: Settings, image: Settings): Settings {
  const inImage = new Set(stringsOf(image['Env']));
  const told: Settings = {
    ...config,
    ...commandOf(config, image),
    ...Object.fromEntries(MERGED.map((key) => [key, entriesBeside(config[key], image[key])])),
    Labels: { ...entriesBeside(config['Labels'], image['Labels']), ...composeLabels(config['Labels']) },
    Env: stringsOf(config['Env']).filter((variable) => !inImage.has(variable)),
  };
  return Object.fromEntries(Object.entries(told).filter(([key, value]) => !isDefault(key, value, image)));
}

function isDefault(key: string, value: Json, image: Settings): boolean {
  // An empty healthcheck is none of the creator's, but would be one.
  if (key === 'Healthcheck') return Object.keys(objectOf(value)).length === 0;
  return SINGLE.includes(key) && same(value, image[key]);
}

/** Entrypoint and command go together: whoever sets the first does without the image's second. */
function commandOf(config: Settings, image: Settings): Settings {
  const entrypoint = stringsOf(config['Entrypoint']);
  const command = stringsOf(config['Cmd']);
  const imageCommand = stringsOf(image['Cmd']);
  const dropped = command.length === 0 && imageCommand.length > 0;
  // An empty one has to be said as Docker's own client says it, or the image's comes back.
  if (dropped || !same(entrypoint, stringsOf(image['Entrypoint'])))
    return { Entrypoint: entrypoint.length === 0 ? [''] : entrypoint, Cmd: command };
  return { Entrypoint: null, Cmd: same(command, imageCommand) ? null : command };
}

function entriesBeside(written: Json | undefined, image: Json | undefined): Settings {
  const defaults = objectOf(image);
  return Object.fromEntries(Object.entries(objectOf(written)).filter(([key, value]) => !same(value, defaults[key])));
}

/** Compose writes these into the images it builds as well; without them in the container nobody would find it again. */
function composeLabels(labels: Json | undefined): Settings {
  return Object.fromEntries(
    Object.entries(objectOf(labels)).filter(([name]) => name.startsWith('com.docker.compose.')),
  );
}

function same(one: Json | undefined, other: Json | undefined): boolean {
  return isDeepStrictEqual(one, other);
}
