import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { BotProcess, slackOf } from '../../../demo/bot-process.js';
import type { Workspace } from '../../../playground/workspace.js';
import type { Store } from '../../../src/engine/store.js';
import { fromLog } from '../../../src/incident/events.js';
import { fold, type Incident } from '../../../src/incident/state.js';
import { openStore } from '../../../src/store/open.js';
import { until } from '../../until.js';
import { Sandbox } from '../docker/sandbox.js';
import { startWorkspace } from './flow.js';
import { CHANNEL } from './reading.js';
import { restartRunbook, runbookFolder, type RunbookFolder } from './runbooks.js';

/** A container that no bot knows; its restart shows that the ones before it were told. */
const MARKER = 'marker';

/** Services with a container each, whose only remedy is a restart of low risk; and bots that come and go. */
export class Chaos {
  readonly services: readonly string[];
  readonly workspace: Workspace;
  readonly #parts: Parts;
  readonly #typed = new Set<Promise<void>>();
  readonly #restarts = new Map<string, number>();

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.services = parts.services;
    this.workspace = parts.workspace;
    createInterface({ input: parts.events.stdout ?? process.stdin }).on('line', (name) => {
      this.#restarts.set(name, this.restartsOf(name) + 1);
    });
  }

  /** `databaseUrl` null: PGlite. */
  static async open(count: number, databaseUrl: string | null): Promise<Chaos> {
    const sandbox = await Sandbox.open();
    const services = Array.from({ length: count }, (_, at) => `s${at}`);
    for (const service of services)
      await sandbox.run('trap "exit 0" TERM; sleep 100000 & wait', '--name', `${sandbox.project}-${service}`);
    const filters = [`label=com.docker.compose.project=${sandbox.project}`, 'event=restart'];
    const args = [
      'events',
      ...filters.flatMap((filter) => ['--filter', filter]),
      '--format',
      '{{.Actor.Attributes.name}}',
    ];
    const events = spawn('docker', ['-H', sandbox.docker.host, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
    const texts = services.map((service) => [`${service}-stale.yml`, restartRunbook(`${service}-stale`, service)]);
    const runbooks = await runbookFolder(Object.fromEntries(texts) as Record<string, string>);
    const dataDir = await mkdtemp(join(tmpdir(), 'chaos-'));
    await sandbox.run('trap "exit 0" TERM; sleep 100000 & wait', '--name', `${sandbox.project}-${MARKER}`);
    const workspace = await startWorkspace();
    const chaos = new Chaos({ sandbox, services, events, runbooks, dataDir, databaseUrl, workspace });
    await chaos.counted();
    return chaos;
  }

  /** Waits until every restart so far was counted: the engine tells them in their order. */
  async counted(): Promise<void> {
    const { sandbox } = this.#parts;
    const marker = this.nameOf(MARKER);
    const before = this.restartsOf(marker);
    // The first time it may not listen yet.
    await until(async () => {
      await sandbox.docker.run(['restart', '-t', '1', marker]);
      await pause(200);
      return this.restartsOf(marker) > before;
    }, 'the engine to tell a restart');
  }

  /** How often the engine restarted the container of this name. */
  restartsOf(name: string): number {
    return this.#restarts.get(name) ?? 0;
  }

  nameOf(service: string): string {
    return `${this.#parts.sandbox.project}-${service}`;
  }

  /** Another bot on the same data. */
  async bot(): Promise<BotProcess> {
    const { sandbox, services, runbooks, dataDir, databaseUrl, workspace } = this.#parts;
    const container = (service: string) => ({ container: { name: this.nameOf(service) } });
    return BotProcess.start({
      slack: slackOf(workspace),
      config: {
        services: Object.fromEntries(services.map((service) => [service, container(service)])),
        people: { approvers: { users: [workspace.person('sam').id] } },
        approval: { approvers: 'approvers' },
      },
      dataDir,
      env: {
        RUNBOOKS: runbooks.path,
        DOCKER_HOST: sandbox.docker.host,
        ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
      },
    });
  }

  /** Types a line as Ada; a bot that dies meanwhile does not matter. */
  async type(line: string, afterMs = 0): Promise<void> {
    const typed = pause(afterMs)
      .then(async () => this.workspace.person('ada').command(CHANNEL, line))
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => this.#typed.delete(typed));
    this.#typed.add(typed);
    return typed;
  }

  /** Resolves once nothing that was typed is on its way any more. */
  async silent(): Promise<void> {
    await Promise.all(this.#typed);
  }

  /** Works with the record, on a connection of its own; with PGlite only while no bot runs. */
  async read<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const { databaseUrl, dataDir } = this.#parts;
    const store = await openStore({ databaseUrl: databaseUrl ?? undefined, dataDir });
    return work(store).finally(() => store.close());
  }

  /** Every incident there is. */
  async incidents(store: Store): Promise<Incident[]> {
    const rows = await store.list({ limit: 1_000 });
    const all = await Promise.all(
      rows.map(async ({ incident }) => fold(incident, (await store.load(incident)).map(fromLog))),
    );
    return all.filter((one) => one !== null);
  }

  async close(): Promise<void> {
    const { sandbox, events, runbooks, dataDir, workspace } = this.#parts;
    events.kill();
    await sandbox.clear();
    await workspace.stop();
    await runbooks.remove();
    await rm(dataDir, { recursive: true, force: true });
  }
}

interface Parts {
  readonly sandbox: Sandbox;
  readonly services: readonly string[];
  readonly events: ChildProcess;
  readonly runbooks: RunbookFolder;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly workspace: Workspace;
}

/** What came of all requests of an experiment. */
export interface Tally {
  requests: number;
  /** Restarts that the record says happened, and those the engine counted. */
  recorded: number;
  executed: number;
  /** It stayed open, for people to say. */
  unknown: number;
  /** Settled by the state before. */
  settled: number;
  /** Not begun: refused, void, no longer needed. */
  notBegun: number;
}

/** Counts, for each container by itself, what the record says against what the engine did. Names every container where they differ. */
export function tallyOf(chaos: Chaos, incidents: readonly Incident[]): { tally: Tally; wrong: string[] } {
  const tally: Tally = { requests: 0, recorded: 0, executed: 0, unknown: 0, settled: 0, notBegun: 0 };
  const wrong: string[] = [];
  for (const service of chaos.services) {
    const requests = incidents.filter((one) => one.service === service).flatMap(({ remedies }) => remedies.requests);
    const happened = requests.filter(({ acted, settled }) => acted?.result === 'done' || settled?.happened === true);
    const unknown = requests.filter((request) => request.unknown !== null);
    const executed = chaos.restartsOf(chaos.nameOf(service));
    tally.requests += requests.length;
    tally.recorded += happened.length;
    tally.executed += executed;
    tally.unknown += unknown.length;
    tally.settled += requests.filter(({ settled }) => settled !== null).length;
    tally.notBegun += requests.filter(({ started }) => started === null).length;
    // One that nobody can tell may have happened or not, once.
    if (executed < happened.length || executed > happened.length + unknown.length)
      wrong.push(`${service}: ${executed} restarts, ${happened.length} recorded, ${unknown.length} unknown`);
  }
  return { tally, wrong };
}

/** True when nothing is under way or waits any more, in the inbox neither. */
export async function isQuiet(chaos: Chaos, store: Store): Promise<boolean> {
  if ((await store.waiting('nobody', 10)).length > 0) return false;
  return isSettled(await chaos.incidents(store));
}

function isSettled(incidents: readonly Incident[]): boolean {
  return incidents.every(({ remedies }) =>
    remedies.requests.every(({ ended, unknown }) => ended !== null || unknown?.find != null),
  );
}
