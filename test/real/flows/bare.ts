import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BotProcess, slackOf } from '../../../demo/bot-process.js';
import type { WorkspaceOptions } from '../../../playground/options.js';
import type { Workspace } from '../../../playground/workspace.js';
import { startWorkspace } from './flow.js';
import { Gate } from './gate.js';
import { runbookFolder, urlRunbook } from './runbooks.js';

/** The real bot in a simulated workspace, looking after services that are one gate: for tests of the bot's own crashes. */
export interface Bare {
  readonly workspace: Workspace;
  readonly gate: Gate;
  /** Starts a bot on the data of the one before, and sends it what people do from now on. */
  start(env?: Readonly<Record<string, string>>): Promise<BotProcess>;
  /** Stops what runs and removes everything. */
  stop(): Promise<void>;
}

export interface BareOptions {
  /** Services by name; each has a runbook `NAME-down` that asks the gate. */
  readonly services?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly workspace?: Partial<Omit<WorkspaceOptions, 'manifest'>>;
  readonly config?: (workspace: Workspace) => object;
  /** The text of a service's runbook; one that asks the gate unless given. */
  readonly runbook?: (id: string, service: string) => string;
}

export async function startBare({
  services = ['shop'],
  env,
  workspace: changes,
  config,
  runbook = urlRunbook,
}: BareOptions = {}): Promise<Bare> {
  const workspace = await startWorkspace(changes);
  const gate = await Gate.open();
  const dataDir = await mkdtemp(join(tmpdir(), 'data-'));
  const texts = services.map((service) => [`${service}-down.yml`, runbook(`${service}-down`, service)]);
  const runbooks = await runbookFolder(Object.fromEntries(texts) as Record<string, string>);
  const bots: BotProcess[] = [];
  const valuesOf = () => ({ health: gate.url, host: '127.0.0.1', port: String(gate.port) });
  const fitting = Object.fromEntries(
    services.map((name) => [name, { container: { name: `none-${name}` }, values: valuesOf() }]),
  );
  return {
    workspace,
    gate,
    start: async (more) => {
      const bot = await BotProcess.start({
        slack: slackOf(workspace),
        config: { services: fitting, ...config?.(workspace) },
        dataDir,
        // No engine: nothing here asks one, and none may be leaned on.
        env: { RUNBOOKS: runbooks.path, DOCKER_HOST: `unix://${dataDir}/no-docker.sock`, ...env, ...more },
      });
      bots.push(bot);
      workspace.connectApp(bot.requestUrl);
      return bot;
    },
    stop: async () => {
      for (const bot of bots) await bot.stop();
      await gate.close();
      await workspace.stop();
      await runbooks.remove();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
