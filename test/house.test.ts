import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { packageRoot } from '../src/package-root.js';

/** What a room of `src/` (or a folder beside it) may import: other rooms, and packages by name (`node:…` included; `*` for any). */
interface Room {
  readonly ours: readonly string[];
  readonly packages: readonly string[];
}

const ROOT = packageRoot();
const FOLDERS = ['src', 'commands', 'playground', 'demo'];
const LONGEST_FILE = 250;

const RULES = ['src/runbook', 'src/incident', 'src/text', 'src/view'];
const USE = ['src/engine', 'commands', 'src/checks', 'src/remedies', 'src/reports'];
const EDGES = ['src/slack', 'src/docker', 'src/store', 'src/terminal'];
/** They know everyone; nobody but each other's programs knows them. */
const COMPOSERS = ['src/main.ts', 'src/bot.ts', 'src/terminal/main.ts'];
/** Of the files that stand in `src/` itself, those that any room may use. */
const SHARED = ['src/errors.ts', 'src/package-root.ts', 'src/log.ts', 'src/docker-host.ts'];

const PURE_PACKAGES = ['zod', 'yaml', '@marcbachmann/cel-js', 're2js', 'date-fns', 'fastest-levenshtein', 'node:path'];

const rules: Room = { ours: RULES, packages: PURE_PACKAGES };
const edge = (own: string, packages: readonly string[]): Room => ({
  ours: [own, ...RULES, ...USE, ...SHARED],
  packages: ['node:*', 'zod', 'pino', ...packages],
});

/** Every room there is. A new one must be added here, with what it may import. */
const ROOMS: Readonly<Record<string, Room>> = {
  // Which words are secrets, others know and keep up.
  'src/text': {
    ours: ['src/text'],
    packages: [...PURE_PACKAGES, '@secretlint/secretlint-rule-preset-recommend', '@secretlint/types'],
  },
  'src/runbook': { ...rules, ours: ['src/runbook', 'src/text'] },
  'src/incident': { ...rules, ours: ['src/incident', 'src/runbook', 'src/text'] },
  'src/view': rules,
  'src/engine': { ours: ['src/engine', 'src/errors.ts', ...RULES], packages: ['node:*', 'zod', 'pino'] },
  'src/checks': {
    ours: ['src/checks', 'src/engine', ...RULES],
    packages: ['node:*', 'zod', 'pino', 're2js', 'node-fetch', 'pg', 'date-fns'],
  },
  // What a remedy looks at, it sees as checks do; Docker it changes through a port.
  'src/remedies': {
    ours: ['src/remedies', 'src/checks', 'src/engine', 'src/config-people.ts', 'src/docker-host.ts', ...RULES],
    packages: ['node:*', 'zod', 'pino', 're2js', 'pg', 'date-fns', 'yaml'],
  },
  // Pure functions of an incident's account; pictures become PNG here, with fonts and templates of the package.
  'src/reports': {
    ours: ['src/reports', 'src/engine', ...RULES, ...SHARED],
    packages: ['node:*', 'zod', 'date-fns', 'eta', 'ics', 'diff', 'yaml', '@resvg/resvg-js'],
  },
  'src/integrations': {
    ours: ['src/integrations', 'src/engine', ...RULES, ...SHARED],
    packages: ['node:*', 'zod', 'pino'],
  },
  commands: { ours: ['commands', 'src/engine', 'src/reports', ...RULES], packages: ['date-fns'] },
  'src/slack': edge('src/slack', ['@slack/bolt', '@slack/types', 'ws']),
  'src/docker': edge('src/docker', ['dockerode', 'docker-modem', 're2js']),
  'src/store': edge('src/store', ['pg', '@electric-sql/pglite']),
  'src/terminal': edge('src/terminal', ['commander']),
  // It looks at every edge, as main.ts does; only the terminal's entry knows it.
  'src/doctor': {
    ours: [
      ...['src/doctor', 'src/slack', 'src/docker', 'src/store', 'src/checks', 'src/engine'],
      ...['src/config.ts', 'src/config-people.ts', 'src/runbook-folder.ts', ...RULES, ...SHARED],
    ],
    packages: ['node:*', 'zod', 'yaml'],
  },
  'src/errors.ts': { ours: [], packages: [] },
  'src/package-root.ts': { ours: [], packages: ['node:*'] },
  'src/log.ts': { ours: RULES, packages: ['pino'] },
  'src/docker-host.ts': { ours: [], packages: [] },
  'src/config.ts': {
    ours: [
      ...[
        'src/checks',
        'src/config-docker.ts',
        'src/config-environment.ts',
        'src/config-incidents.ts',
        'src/config-limits.ts',
      ],
      'src/config-people.ts',
      ...[...RULES, ...SHARED],
    ],
    packages: ['node:*', 'zod'],
  },
  'src/config-environment.ts': { ours: [], packages: ['zod'] },
  'src/config-incidents.ts': { ours: RULES, packages: ['node:*', 'zod', 're2js'] },
  'src/config-limits.ts': { ours: [], packages: ['zod'] },
  'src/config-people.ts': { ours: RULES, packages: ['zod'] },
  'src/config-docker.ts': { ours: [...RULES, ...SHARED], packages: ['node:*', 'zod'] },
  'src/runbook-folder.ts': { ours: [...RULES, 'src/engine', ...SHARED], packages: ['node:*'] },
  'src/http-server.ts': { ours: SHARED, packages: ['node:*'] },
  playground: { ours: ['playground', 'src/package-root.ts'], packages: ['*'] },
  demo: { ours: ['demo', 'playground', 'src'], packages: ['*'] },
};

/** Packages that one room alone may import. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  eta: ['src/reports'],
  '@resvg/resvg-js': ['src/reports'],
  '@slack/bolt': ['src/slack'],
  '@slack/types': ['src/slack'],
  ws: ['src/slack'],
  dockerode: ['src/docker'],
  'docker-modem': ['src/docker'],
  '@electric-sql/pglite': ['src/store'],
  pg: ['src/store', 'src/checks', 'src/remedies'],
};

interface Import {
  readonly from: string;
  /** A file of ours, by its path from the root; or a package. */
  readonly file: string | null;
  readonly name: string;
}

const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file)),
).sort();
const imports = files.flatMap(importsOf);

function importsOf(from: string): Import[] {
  const source = readFileSync(join(ROOT, from), 'utf8');
  return ts.preProcessFile(source, true, true).importedFiles.map(({ fileName: name }) => {
    if (!name.startsWith('.')) return { from, file: null, name };
    const target = resolve(ROOT, dirname(from), name.replace(/\.js$/, '.ts'));
    return { from, file: relative(ROOT, target), name };
  });
}

function roomOf(file: string): string {
  const steps = file.split('/');
  return steps[0] === 'src' ? steps.slice(0, 2).join('/') : (steps[0] ?? '');
}

function packageOf(name: string): string {
  const steps = name.split('/');
  return name.startsWith('@') ? steps.slice(0, 2).join('/') : (steps[0] ?? '');
}

/** True when `name` is in the list, by itself, by its room or by `node:*` or `*`. */
function allowed(list: readonly string[], name: string): boolean {
  return list.some((one) => one === '*' || one === name || (one === 'node:*' && name.startsWith('node:')));
}

function forbidden({ from, file, name }: Import): boolean {
  if (COMPOSERS.includes(from)) return false;
  const room = ROOMS[roomOf(from)];
  if (room === undefined) return true;
  if (file === null) return !allowed(room.packages, packageOf(name));
  return !room.ours.some((ours) => ours === file || ours === roomOf(file) || file.startsWith(`${ours}/`));
}

const arrow = ({ from, file, name }: Import): string => `${from} imports ${file ?? name}`;

describe('the house', () => {
  test('the imports are found: this test would be empty without them', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(imports).toContainEqual({ from: 'src/main.ts', file: 'src/bot.ts', name: './bot.js' });
    expect(imports).toContainEqual({ from: 'src/slack/bolt.ts', file: null, name: '@slack/bolt' });
  });

  test('every room is in the table; a new one is added deliberately', () => {
    const rooms = [...new Set(files.filter((file) => !COMPOSERS.includes(file)).map(roomOf))];
    expect(rooms.filter((room) => ROOMS[room] === undefined)).toEqual([]);
    expect(Object.keys(ROOMS).filter((room) => !rooms.includes(room))).toEqual([]);
  });

  test('nothing imports what its room may not', () => {
    expect(imports.filter(forbidden).map(arrow)).toEqual([]);
  });

  test('an edge never imports another edge, and only its owner imports a product', () => {
    const crossing = imports.filter(
      ({ from, file }) =>
        file !== null &&
        !COMPOSERS.includes(from) &&
        EDGES.includes(roomOf(from)) &&
        EDGES.includes(roomOf(file)) &&
        roomOf(from) !== roomOf(file),
    );
    const trespassing = imports.filter(({ from, file, name }) => {
      const owners = OWNERS[packageOf(name)];
      return file === null && from.startsWith('src/') && owners !== undefined && !owners.includes(roomOf(from));
    });
    expect([...crossing, ...trespassing].map(arrow)).toEqual([]);
  });

  test('nobody imports a program, and only programs know the bot as a whole', () => {
    const knowing = imports.filter(
      ({ from, file }) =>
        file !== null &&
        (/(^|\/)main\.ts$/.test(file) ||
          (file === 'src/bot.ts' && !['src/main.ts', 'src/terminal/main.ts'].includes(from))),
    );
    expect(knowing.map(arrow)).toEqual([]);
  });

  test('what runs in production imports neither playground nor demo', () => {
    const playing = imports.filter(
      ({ from, file }) => /^(src|commands)\//.test(from) && file !== null && /^(playground|demo)\//.test(file),
    );
    expect(playing.map(arrow)).toEqual([]);
  });

  test('there is no cycle', () => {
    expect(cycles()).toEqual([]);
  });

  test(`no file is longer than ${LONGEST_FILE} lines: that is a sign of two ideas`, () => {
    const lines = (file: string): number => readFileSync(join(ROOT, file), 'utf8').trimEnd().split('\n').length;
    const long = files
      .map((file) => `${file}: ${lines(file)}`)
      .filter((_, index) => lines(files[index] ?? '') > LONGEST_FILE);
    expect(long).toEqual([]);
  });
});

/** Every import that closes a circle, as the path it closes. Type-only imports count: they tie ideas together as well. */
function cycles(): string[] {
  const next = new Map(
    files.map((file) => [file, imports.filter(({ from }) => from === file).flatMap((one) => one.file ?? [])]),
  );
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (done.has(file) || path.includes(file)) return;
    for (const one of next.get(file) ?? []) visit(one, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}
