import type { z } from 'zod';
import { instead } from '../text/nearest.js';
import { readYaml, type Path, type Problem, type YamlFile } from './problems.js';
import { schemaProblems } from './schema-problems.js';
import { sharedSchema, type RunbookSource } from './schema.js';

/** A file beside the runbooks that several of them include. */
export interface SharedFile {
  readonly file: string;
  readonly source: string;
}

/** The files that can be included, by name. */
export type Shared = Readonly<Record<string, SharedFile>>;

/** A runbook with what it includes laid in, and the files it is made of, its own first. */
export interface Included {
  readonly written: RunbookSource;
  readonly files: readonly (SharedFile & { readonly yaml: YamlFile })[];
  /** The file a key stands in. */
  fileOf(path: Path): YamlFile;
}

type Place = 'checks' | 'causes' | 'remedies';

/** Lays the included checks, causes and remedies before the runbook's own. The same name twice is refused: nobody would see which one counts. */
export function include(
  own: { readonly yaml: YamlFile; readonly source: string; readonly written: RunbookSource },
  shared: Shared,
): Included | { readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const files = [{ file: own.yaml.file, source: own.source, yaml: own.yaml }];
  const written: RunbookSource = { ...own.written, checks: {}, causes: {}, remedies: {} };
  const home = new Map<string, YamlFile>();
  own.written.include.forEach((name, index) => {
    const found = Object.hasOwn(shared, name) ? shared[name] : undefined;
    if (found === undefined) {
      const told = `there is no shared file "${name}"${instead(name, Object.keys(shared), 'There are')}`;
      problems.push(own.yaml.problem(['include', index], told));
      return;
    }
    const yaml = readYaml(found.file, found.source);
    files.push({ ...found, yaml });
    const part = readPart(yaml);
    if ('problems' in part) problems.push(...part.problems);
    else {
      lay('checks', part.checks, written.checks, yaml);
      lay('causes', part.causes, written.causes, yaml);
      lay('remedies', part.remedies, written.remedies, yaml);
    }
  });
  lay('checks', own.written.checks, written.checks, own.yaml);
  lay('causes', own.written.causes, written.causes, own.yaml);
  lay('remedies', own.written.remedies, written.remedies, own.yaml);
  if (problems.length > 0) return { problems };
  if (Object.keys(written.checks).length === 0)
    return { problems: [own.yaml.problem(['checks'], 'a runbook asks at least one question')] };
  return { written, files, fileOf: ([place, id]) => home.get(`${String(place)}.${String(id)}`) ?? own.yaml };

  function lay<T>(place: Place, from: Readonly<Record<string, T>>, into: Record<string, T>, yaml: YamlFile): void {
    for (const [id, one] of Object.entries(from)) {
      if (Object.hasOwn(into, id)) {
        const other = home.get(`${place}.${id}`)?.file ?? own.yaml.file;
        problems.push(yaml.problem([place, id], `stands in ${other} too; take one out or rename it`));
      } else {
        into[id] = one;
        home.set(`${place}.${id}`, yaml);
      }
    }
  }
}

function readPart(yaml: YamlFile): z.infer<typeof sharedSchema> | { readonly problems: readonly Problem[] } {
  if (yaml.problems.length > 0) return { problems: yaml.problems };
  const parsed = sharedSchema.safeParse(yaml.value);
  return parsed.success ? parsed.data : { problems: schemaProblems(yaml, parsed.error, sharedSchema) };
}

/** A line that begins another document: no file of ours may hold one, so it parts the files of a bundle. */
const BETWEEN = '\n--- # shared: ';

/** The runbook and what it includes as one text, which a run keeps by its hash. */
export function bundle(source: string, included: Shared): string {
  return Object.entries(included).reduce((text, [name, file]) => `${text}${BETWEEN}${name}\n${file.source}`, source);
}

/** The files a bundle was made of. */
export function unbundle(text: string): { readonly source: string; readonly shared: Shared } {
  const [source = '', ...parts] = text.split(BETWEEN);
  const shared = parts.map((part): [string, SharedFile] => {
    const end = part.indexOf('\n');
    const name = part.slice(0, end);
    return [name, { file: `${name}.yml`, source: part.slice(end + 1) }];
  });
  return { source, shared: Object.fromEntries(shared) };
}
