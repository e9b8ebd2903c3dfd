import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { subcommands } from '../commands/index.js';
import { createAsk } from './checks/ask.js';
import type { World } from './checks/check.js';
import { checks } from './checks/index.js';
import { valuesFor, type Config } from './config.js';
import { remediesOff } from './config-people.js';
import { createContainers, type DockerContainers } from './docker/docker-containers.js';
import { Accounts } from './engine/accounts.js';
import { PACE } from './engine/aftermath.js';
import { FollowingClock } from './engine/clock.js';
import { Engine, ENGINE_DEFAULTS } from './engine/engine.js';
import { Housekeeping } from './engine/housekeeping.js';
import { Look } from './engine/look.js';
import type { Screen, Tell } from './engine/ports.js';
import type { Sources } from './engine/reporter.js';
import type { Store } from './engine/store.js';
import { wishOf } from './engine/wish.js';
import type { Sample } from './incident/record.js';
import { createHands } from './remedies/hands.js';
import { remedies } from './remedies/index.js';
import { createReporter } from './reports/reporter.js';
import { readRunbookFolder, type RunbookFolder } from './runbook-folder.js';
import type { Surroundings } from './runbook/read.js';
import { cleanText } from './text/clean.js';
import { createMask, type Mask } from './text/mask.js';

/** No check of any runbook takes longer, ms. */
const CHECK_LIMIT_MS = 10_000;
/** A word of the terminal program alone: no runbook may be called so. */
const TERMINAL_WORD = 'doctor';
/**
 * Checks under way at once in this process, of one Docker host's services: a whole diagnosis; fewer while many wait, or each
 * would take so long that its time limit spoke of the bot's own load.
 */
const CHECKS_AT_ONCE = { most: 16, mostBusy: 10 };
/** Programs under way at once in the containers of one Docker host. */
const PROGRAMS_AT_ONCE = 3;

/** Everything but the doors: what `npm start` and the terminal program have in common. */
export interface Bot {
  readonly engine: Engine;
  readonly look: Look;
  readonly containers: DockerContainers;
  stop(): Promise<void>;
}

export interface BotOptions {
  readonly config: Config;
  readonly folder: RunbookFolder;
  readonly store: Store;
  readonly screen: Screen;
  readonly tell: Tell;
  readonly names: Sources['names'];
  /** False for a program that only carries its own wishes. */
  readonly serve: boolean;
  readonly log: Logger;
}

/** Reads the runbooks for this configuration, before anything runs: with a wrong one, nothing does. Throws as `readRunbookFolder` does. */
export function readRunbooks(config: Config): RunbookFolder {
  return readRunbookFolder(config.runbooks, surroundingsOf(config));
}

/** What runbooks are read against: the checks and remedies there are, and what config.yml says. */
export function surroundingsOf(config: Config): Surroundings {
  return {
    catalog: checks,
    values: (service) => valuesFor(config, service),
    services: Object.keys(config.services),
    remedies,
    parties: Object.keys(config.people),
    onCall: config.incidents.onCall,
    reserved: [...subcommands.map(({ word }) => word), TERMINAL_WORD],
  };
}

/** Builds the parts and starts them. */
export async function startBot({ config, folder, store, screen, tell, names, serve, log }: BotOptions): Promise<Bot> {
  const containers = createContainers({
    hosts: config.dockerHosts,
    logger: log.child({ part: 'docker' }),
  });
  const clock = new FollowingClock(() => store.now());
  const mask = createMask(config.secrets);
  const worldOf = (service: string): World | null => worldFor({ config, containers, clock, mask }, service);
  const ask = createAsk({
    checks,
    worldOf,
    limitMs: CHECK_LIMIT_MS,
    ...CHECKS_AT_ONCE,
    mostPrograms: PROGRAMS_AT_ONCE,
    log,
  });
  const hands = createHands({
    remedies,
    worldOf,
    docker: containers.actions,
    engines: config.dockerHosts,
    limits: config.limits,
    off: remediesOff(config.mode, config.approval),
    approval: config.approval,
    people: config.people,
    log,
  });
  const runbooks = await folder.serve(store);
  const sources: Sources = { names, usage: (service, from, to) => usageOf(config, containers, service, from, to) };
  const accounts = new Accounts({ store, runbooks, sources, clock });
  const reporter = createReporter(config.report);
  const owner = `${process.pid}-${randomUUID()}`;
  const engine = new Engine(
    {
      ...{ store, clock, ask, hands, pace: PACE, screen, runbooks, owner, tell, wishOf, log },
      ...{ accounts, reporter, ownChannels: config.incidents.ownChannels, mask },
    },
    { ...ENGINE_DEFAULTS, serve },
  );
  for (const { service } of folder.all) watch(config, containers, service);
  await engine.start();
  const housekeeping = new Housekeeping({ store, clock, log }, { keepMs: config.retention.detailMs });
  if (serve) housekeeping.start();
  const look = new Look({ store, running: (id) => engine.running(id), runbooks: folder.all, accounts, clock });
  return {
    engine,
    look,
    containers,
    stop: async () => {
      await Promise.all([engine.stop(), housekeeping.stop()]);
      await containers.close();
    },
  };
}

interface WorldParts {
  readonly config: Config;
  readonly containers: DockerContainers;
  readonly clock: FollowingClock;
  readonly mask: Mask;
}

function worldFor({ config: { services }, containers, clock, mask }: WorldParts, name: string): World | null {
  const service = services[name];
  if (service === undefined) return null;
  return { service, services, containers, clean: (foreign) => mask(cleanText(foreign)), now: () => clock.now() };
}

async function usageOf(
  { services }: Config,
  containers: DockerContainers,
  name: string,
  from: Date,
  to: Date,
): Promise<readonly Sample[]> {
  const service = services[name];
  return service === undefined ? [] : containers.usage(service, from, to);
}

function watch(config: Config, containers: DockerContainers, name: string): void {
  const service = config.services[name];
  if (service !== undefined) containers.watch(service);
}
