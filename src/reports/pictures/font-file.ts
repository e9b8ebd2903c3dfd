import { readFileSync } from 'node:fs';

/** The measures of a TrueType font. */
export interface Font {
  /** How far a character moves the next one, in parts of the font's size; null where the font does not have it. */
  advance(codePoint: number): number | null;
}

interface Tables {
  readonly view: DataView;
  readonly offsetOf: (tag: string) => number;
}

/** Reads the widths of a TrueType file. Throws for a file that is none. */
export function readFont(path: string): Font {
  const file = readFileSync(path);
  const tables = tablesOf(new DataView(file.buffer, file.byteOffset, file.byteLength), path);
  const { view, offsetOf } = tables;
  const perEm = view.getUint16(offsetOf('head') + 18);
  const measured = view.getUint16(offsetOf('hhea') + 34);
  const widths = offsetOf('hmtx');
  const advances = new Map<number, number>();
  for (const { first, last, glyph } of characterGroups(tables, path)) {
    for (let code = first; code <= last; code += 1) {
      // The last width stands for all glyphs after it.
      const measure = Math.min(glyph + code - first, measured - 1);
      advances.set(code, view.getUint16(widths + 4 * measure) / perEm);
    }
  }
  return { advance: (codePoint) => advances.get(codePoint) ?? null };
}

function tablesOf(view: DataView, path: string): Tables {
  const tag = (at: number): string => String.fromCharCode(...[0, 1, 2, 3].map((more) => view.getUint8(at + more)));
  const offsets = new Map<string, number>();
  for (let table = 0; table < view.getUint16(4); table += 1) {
    const at = 12 + 16 * table;
    offsets.set(tag(at), view.getUint32(at + 8));
  }
  const offsetOf = (name: string): number => {
    const offset = offsets.get(name);
    if (offset === undefined) throw new Error(`${path} is no font: it has no table ${name}`);
    return offset;
  };
  return { view, offsetOf };
}

interface Group {
  readonly first: number;
  readonly last: number;
  readonly glyph: number;
}

/** Which glyphs stand for which characters, from the one kind of map that has all of Unicode (format 12). */
function characterGroups({ view, offsetOf }: Tables, path: string): readonly Group[] {
  const maps = offsetOf('cmap');
  const starts = Array.from(
    { length: view.getUint16(maps + 2) },
    (_, map) => maps + view.getUint32(maps + 8 + 8 * map),
  );
  const whole = starts.find((start) => view.getUint16(start) === 12);
  if (whole === undefined) throw new Error(`${path} has no map of all Unicode`);
  return Array.from({ length: view.getUint32(whole + 12) }, (_, group) => {
    const at = whole + 16 + 12 * group;
    return { first: view.getUint32(at), last: view.getUint32(at + 4), glyph: view.getUint32(at + 8) };
  });
}
