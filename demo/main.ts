import { acme } from '../playground/fixture.js';
import { readManifest } from '../playground/manifest.js';
import type { OpenPage } from '../playground/page-server/open-page.js';
import { Workspace } from '../playground/workspace.js';
import { UserError } from '../src/errors.js';
import { packageRoot } from '../src/package-root.js';
import { readArguments, type DemoArguments } from './arguments.js';
import { configFor, slackOf } from './bot-process.js';
import { ChannelWords } from './channel-words.js';
import { converse } from './conversation.js';
import { ensureEngine, type Engine } from './engine.js';
import type { Fault } from './faults/fault.js';
import { services } from './images.js';
import { KeptBot } from './kept-bot.js';
import { terminalManners } from './manners.js';
import { invitation, openDemoPage } from './page.js';
import { StackPanel } from './panel.js';
import { ChannelScreen } from './screen.js';
import { show } from './show.js';
import { Stack } from './stack.js';

const CHANNEL = '#inc-api';
/** Everybody in the channel. */
const PEOPLE = ['ada', 'sam', 'kim', 'lee'];

type Undo = () => unknown;

interface Demo {
  readonly workspace: Workspace;
  readonly panel: StackPanel;
}

function write(text: string): void {
  process.stdout.write(text);
}

function say(line: string): void {
  write(`${line}\n`);
}

async function startWorkspace(socket: boolean, undo: Undo[]): Promise<Workspace> {
  const workspace = await Workspace.start(
    acme(readManifest(`${packageRoot()}/manifest.yml`), { transport: socket ? 'socket' : 'http' }),
  );
  undo.push(() => workspace.stop());
  return workspace;
}

async function setUp(given: DemoArguments, engine: Engine, undo: Undo[]): Promise<Demo> {
  const { project, socket, once } = given;
  say(`Starting the demo stack: ${services.join(', ')}.`);
  const manners = terminalManners();
  const stack = await Stack.up({ host: engine.host, manners, ...(project === undefined ? {} : { project }) });
  undo.push(() => stack.down());
  const workspace = await startWorkspace(socket, undo);
  const panel = new StackPanel(stack, workspace.faults);
  undo.push(() => panel.settled());
  let page: OpenPage | null = null;
  const bot = await KeptBot.start({
    bot: { slack: slackOf(workspace), config: configFor(stack), env: { DOCKER_HOST: stack.engine.host } },
    connect: ({ requestUrl }) => workspace.connectApp(requestUrl),
    changed: () => page?.refresh(),
    say,
  });
  undo.push(() => bot.stop());
  say(
    `The bot runs (port ${bot.current.port}, ${socket ? 'Socket Mode' : 'HTTP'}) against a simulated Slack workspace; its real Docker stack answers at ${stack.urls.health}.`,
  );
  if (!once) page = await open(workspace, { panel, bot: () => bot.state }, undo);
  const screen = new ChannelScreen(workspace, CHANNEL, PEOPLE, write);
  undo.push(() => screen.close());
  return { workspace, panel };
}

async function open(
  workspace: Workspace,
  options: Parameters<typeof openDemoPage>[1],
  undo: Undo[],
): Promise<OpenPage> {
  const page = await openDemoPage(workspace, options);
  undo.push(() => page.close());
  say(invitation(page.url));
  return page;
}

/** Without an engine there is neither stack nor bot: the page says what is missing and how to get it. */
async function openWithout({ message }: UserError, socket: boolean, undo: Undo[]): Promise<void> {
  const missing = `Without Docker there is no stack to break and no bot to ask. ${message} Then run npm run demo again.`;
  say(missing);
  const workspace = await startWorkspace(socket, undo);
  await open(workspace, { missing, bot: () => 'gone' }, undo);
}

/** The engine, or why there is none. Where it is to be done once, that is an error. */
async function engineOrWhyNot(once: boolean): Promise<Engine | UserError> {
  try {
    return await ensureEngine(terminalManners());
  } catch (error) {
    if (once || !(error instanceof UserError)) throw error;
    return error;
  }
}

async function run(given: DemoArguments, undo: Undo[]): Promise<number> {
  const engine = await engineOrWhyNot(given.once);
  if (engine instanceof UserError) {
    await openWithout(engine, given.socket, undo);
    return forever();
  }
  undo.push(() => engine.stop());
  const { workspace, panel } = await setUp(given, engine, undo);
  const breakIt = async (fault: Fault): Promise<void> => {
    write(`\nBreaking it (${fault.name}): ${fault.says}.\n`);
    await panel.breakNow(fault);
  };
  const right = given.fault === null || (await show({ workspace, breakIt, write }, given.fault));
  if (given.once) return right ? 0 : 1;
  if (!process.stdin.isTTY || !process.stdout.isTTY) return forever();
  const words = new ChannelWords(workspace, CHANNEL);
  await converse({ workspace, words, breakIt, heal: () => panel.healNow(), write });
  return right ? 0 : 1;
}

/** The page stays until the demo is ended (Ctrl-C). */
async function forever(): Promise<never> {
  say('Press Ctrl-C to end the demo.');
  return new Promise(() => undefined);
}

async function main(): Promise<number> {
  const undo: Undo[] = [];
  let cleaning: Promise<void> | null = null;
  const cleanUp = (): Promise<void> =>
    (cleaning ??= (async () => {
      for (const step of undo.reverse())
        await Promise.resolve(step()).catch((error: unknown) => write(`${(error as Error).message}\n`));
    })());
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => void cleanUp().then(() => process.exit(130)));
  try {
    return await run(readArguments(process.argv.slice(2)), undo);
  } catch (error) {
    process.stderr.write(`${error instanceof UserError ? error.message : String((error as Error).stack)}\n`);
    return 1;
  } finally {
    if (undo.length > 0) write('\nCleaning up.\n');
    await cleanUp();
  }
}

process.exitCode = await main();
