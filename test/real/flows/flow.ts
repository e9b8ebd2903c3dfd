import { BotProcess, configFor, slackOf } from '../../../demo/bot-process.js';
import { Stack } from '../../../demo/stack.js';
import { acme } from '../../../playground/fixture.js';
import { readManifest } from '../../../playground/manifest.js';
import type { WorkspaceOptions } from '../../../playground/options.js';
import { Workspace } from '../../../playground/workspace.js';
import { packageRoot } from '../../../src/package-root.js';

/** The real bot in a simulated Slack workspace, looking after a real stack. */
export interface Flow {
  readonly stack: Stack;
  readonly workspace: Workspace;
  readonly bot: BotProcess;
  /** Stops and removes everything. */
  stop(): Promise<void>;
}

export interface FlowOptions {
  /** Names the Compose project. */
  readonly name: string;
  /** More of the bot's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Changes the config.yml that fits the stack. */
  readonly config?: (fitting: object, workspace: Workspace) => object;
}

/** One stack, one workspace, one bot: for a whole test file. */
export async function startFlow({ name, env, config }: FlowOptions): Promise<Flow> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const undo of stops.splice(0).reverse()) await undo();
  };
  try {
    const host = process.env['TEST_DOCKER_HOST'];
    const project = `flow-${name}-${process.pid}`;
    const stack = await Stack.up({ project, ...(host === undefined ? {} : { host }) });
    stops.push(() => stack.down());
    const workspace = await startWorkspace();
    stops.push(() => workspace.stop());
    const bot = await BotProcess.start({
      slack: slackOf(workspace),
      config: config?.(configFor(stack), workspace) ?? configFor(stack),
      env: { DOCKER_HOST: stack.engine.host, ...env },
    });
    stops.push(() => bot.stop());
    workspace.connectApp(bot.requestUrl);
    return { stack, workspace, bot, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Slack’s three seconds, with what a machine that stands still for a while may add: what is told is to be judged here, not the machine. */
const PATIENT = { ackTimeout: 15_000, triggerLife: 15_000 };

/** The workspace of the demo, with the app as manifest.yml describes it; over HTTP unless `TEST_TRANSPORT=socket`. */
export async function startWorkspace(changes: Partial<Omit<WorkspaceOptions, 'manifest'>> = {}): Promise<Workspace> {
  const transport = process.env['TEST_TRANSPORT'] === 'socket' ? 'socket' : 'http';
  return Workspace.start(acme(readManifest(`${packageRoot()}/manifest.yml`), { transport, ...PATIENT, ...changes }));
}
