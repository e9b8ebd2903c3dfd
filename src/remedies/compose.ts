import { stat } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { lookAtContainer } from '../checks/look-at-container.js';
import type { ContainerState, ExecResult } from '../checks/containers.js';
import { cutText } from '../text/clean.js';
import { DEFAULT_SOCKET } from '../docker-host.js';
import { composeRunner, findCompose, type RunCompose } from './compose-client.js';
import { projectSource, readSource, sha256 } from './project-source.js';
import type { Place } from './remedy.js';
import { holdOn } from './target.js';

const READ_LIMIT = 15_000;
const MOST_CONFIG = 4 * 1024 * 1024;
const LONGEST_WORDS = 200;
const LABEL = 'com.docker.compose';

/** A service as Compose knows it: everything that decides what a Compose command does. Recorded with the action. */
export const composeTarget = z.strictObject({
  /** The program and what stands before its command: `docker-compose --ansi never -p ner11 -f /srv/ner11/docker-compose.yml`. */
  argv: z.array(z.string()),
  folder: z.string(),
  service: z.string(),
  /** Where the Docker engine listens. */
  engine: z.string(),
  /** SHA-256 of what Compose reads from its files, with the variables in place. */
  config: z.string(),
  /** What would be built; null where the folder is not under Git. */
  source: projectSource.nullable(),
});
export type ComposeTarget = z.infer<typeof composeTarget>;

/** What Compose was asked about a service. */
export interface ComposeService {
  readonly target: ComposeTarget;
  /** Its Compose file says how to build its image. */
  readonly builds: boolean;
  /** Its container; null where there is none. */
  readonly container: ContainerState | null;
  /** What no other incident may work on meanwhile: its place in the project, and its container or the one it will get. */
  readonly holds: readonly string[];
}

const config = z.object({
  services: z.record(z.string(), z.object({ build: z.unknown().optional(), container_name: z.string().optional() })),
});

/** How to run Compose for the service, before its files are read. */
type Unread = Pick<ComposeTarget, 'argv' | 'folder' | 'service'>;

interface Read {
  readonly config: string;
  readonly builds: boolean;
  /** As the Compose file has it; null where Compose chooses. */
  readonly containerName: string | null;
}

/**
 * Finds out how Compose would be run for the service: in the project folder that config.yml names, with the files its container
 * was made with. A reason, one sentence without its full stop, where it cannot. Throws `CannotLook`.
 */
export async function findComposeService(place: Place, signal: AbortSignal): Promise<ComposeService | string> {
  const { service } = place;
  const folder = service.project;
  if (folder === null) return `config.yml names no project folder for ${service.name} (project:)`;
  if (!(await isThere(folder))) return `there is no folder ${folder} on the bot's machine`;
  const run = composeRunner(service.host, place.engine);
  if (typeof run === 'string') return run;
  const seen = await lookAtService(place, signal);
  const names = namesOf(place, seen?.labels ?? {});
  if (names === null) return `config.yml does not say which Compose service ${service.name} is (container: compose)`;
  const files = await filesOf(folder, seen?.labels ?? {});
  if (typeof files === 'string') return files;
  const program = await findCompose(run, signal);
  const argv = [...program, '--ansi', 'never', '-p', names.project, ...files.flatMap((file) => ['-f', file])];
  const unread = { argv, folder, service: names.service };
  const [read, source] = await Promise.all([readConfig(unread, run, place, signal), readSource(folder, place, signal)]);
  if (typeof read === 'string') return read;
  const engine = place.engine.host ?? `unix://${DEFAULT_SOCKET}`;
  const container = seen?.container ?? null;
  const own = container === null ? namesToBe(names, read) : [place.world.clean(container.name)];
  const holds = [`${folder} ${names.service}`, ...own].map((name) => holdOn(service, name));
  return { target: { ...unread, engine, config: read.config, source }, builds: read.builds, container, holds };
}

/** What Compose would call the container; older ones join the parts with another sign. */
function namesToBe({ project, service }: { project: string; service: string }, { containerName }: Read): string[] {
  return containerName === null ? ['-', '_'].map((sign) => [project, service, '1'].join(sign)) : [containerName];
}

async function lookAtService(
  { world }: Place,
  signal: AbortSignal,
): Promise<{ readonly container: ContainerState; readonly labels: Readonly<Record<string, string>> } | null> {
  return lookAtContainer(world, signal, async (container) => {
    const { labels } = await world.containers.details(world.service, container, signal);
    return { container, labels };
  });
}

function namesOf(
  { service: { container } }: Place,
  labels: Readonly<Record<string, string>>,
): { readonly project: string; readonly service: string } | null {
  if ('compose' in container) return container.compose;
  const [project, service] = [labels[`${LABEL}.project`], labels[`${LABEL}.service`]];
  return project === undefined || service === undefined ? null : { project, service };
}

/** The files the container was made with, as they lie in the folder; none where Compose chooses itself. */
async function filesOf(folder: string, labels: Readonly<Record<string, string>>): Promise<string[] | string> {
  const written = (labels[`${LABEL}.project.config_files`] ?? '').split(',').filter((file) => file !== '');
  const madeIn = labels[`${LABEL}.project.working_dir`] ?? folder;
  // Made from a text on standard input, which is nowhere to be read again.
  if (written.includes('-')) return `its container was made from a Compose file that is not in ${folder}`;
  // Compose may have run elsewhere, where the same folder has another path.
  const files = written.map((file) => join(folder, isAbsolute(file) ? relative(madeIn, file) : file));
  for (const file of files)
    if (!(await isThere(file))) return `its container was made with ${file}, which is not there`;
  return files;
}

/** What its files say. Variables that are not set would be empty in what Compose then makes: a reason too. */
async function readConfig(
  target: Unread,
  run: RunCompose,
  { world, service }: Place,
  signal: AbortSignal,
): Promise<Read | string> {
  const argv = [...target.argv, 'config'];
  const command = { argv, timeout: READ_LIMIT, maxBytes: MOST_CONFIG, cwd: target.folder, env: [] };
  const result = await run(command, signal);
  const words = (text: string): string => cutText(world.clean(text).replace(/\s+/g, ' ').trim(), LONGEST_WORDS);
  if (result.missing) return "the bot's machine has neither docker compose nor docker-compose";
  if (result.exitCode !== 0) return `Compose cannot read its files in ${target.folder}: ${words(whyNot(result))}`;
  const unset = /\b(\w+)\\?"? variable is not set/.exec(result.stderr)?.[1];
  if (unset !== undefined) return `the Compose file in ${target.folder} needs ${unset}, which is not set in its .env`;
  const { services } = config.parse(parse(result.stdout));
  const found = services[target.service];
  if (found === undefined)
    return `the Compose file in ${target.folder} has no service ${target.service} for ${service.name}`;
  const builds = found.build !== undefined && found.build !== null;
  return { config: sha256(result.stdout), builds, containerName: found.container_name ?? null };
}

function whyNot({ stderr, timedOut }: ExecResult): string {
  if (timedOut) return `no answer in ${READ_LIMIT / 1_000} s`;
  return stderr.trim() === '' ? 'it does not say why' : stderr;
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
