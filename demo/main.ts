import { createInterface } from 'node:readline/promises';
import { UserError } from '../src/errors.js';
import { acme } from '../playground/fixture.js';
import { readManifest } from '../playground/manifest.js';
import { Workspace } from '../playground/workspace.js';
import { packageRoot } from '../src/package-root.js';
import { faultCalled, readArguments, type DemoArguments } from './arguments.js';
import { BotProcess, configFor, slackOf } from './bot-process.js';
import { ChannelWords } from './channel-words.js';
import { ensureEngine } from './engine.js';
import { headerExpectedOf } from './expected.js';
import { faults } from './faults/index.js';
import { services } from './images.js';
import { terminalManners } from './manners.js';
import { ChannelScreen } from './screen.js';
import { Stack } from './stack.js';

const CHANNEL = '#inc-api';
const PERSON = 'ada';
/** Everybody in the channel; sam and lee may approve. */
const PEOPLE = ['ada', 'sam', 'kim', 'lee'];
/** How long the verdict may take before the demo calls it wrong, ms. */
const VERDICT_MS = 20_000;
/** How long it waits for buttons, ms. */
const OFFERS_MS = 3_000;

/** Everything the demo has running. */
interface Demo {
  readonly stack: Stack;
  readonly workspace: Workspace;
  readonly words: ChannelWords;
  readonly write: (text: string) => void;
}

type Undo = () => unknown;

function write(text: string): void {
  process.stdout.write(text);
}

async function setUp({ project, socket }: DemoArguments, undo: Undo[]): Promise<Demo> {
  const manners = terminalManners();
  const engine = await ensureEngine(manners);
  undo.push(() => engine.stop());
  write(`Starting the demo stack: ${services.join(', ')}.\n`);
  const stack = await Stack.up({ host: engine.host, manners, ...(project === undefined ? {} : { project }) });
  undo.push(() => stack.down());
  const workspace = await Workspace.start(
    acme(readManifest(`${packageRoot()}/manifest.yml`), { transport: socket ? 'socket' : 'http' }),
  );
  undo.push(() => workspace.stop());
  const bot = await BotProcess.start({
    slack: slackOf(workspace),
    config: configFor(stack),
    env: { DOCKER_HOST: stack.engine.host },
  });
  undo.push(() => bot.stop());
  workspace.connectApp(bot.requestUrl);
  write(
    `The bot runs (port ${bot.port}, ${socket ? 'Socket Mode' : 'HTTP'}) against a simulated Slack workspace; its real Docker stack answers at ${stack.urls.health}.\n`,
  );
  const screen = new ChannelScreen(workspace, CHANNEL, PEOPLE, write);
  undo.push(() => screen.close());
  return { stack, workspace, words: new ChannelWords(workspace, CHANNEL), write };
}

/** Breaks the stack, asks the bot, and waits for its verdict; true when it is the right one. */
async function show({ stack, workspace }: Demo, name: string): Promise<boolean> {
  const expected = headerExpectedOf(name);
  await breakIt(stack, name);
  write(`\n${PERSON} types in ${CHANNEL}: /incident api-down\n`);
  const from = performance.now();
  await workspace.person(PERSON).command(CHANNEL, '/incident api-down');
  const verdict = await workspace.waitFor(() => verdictIn(workspace), { timeout: VERDICT_MS, what: 'the verdict' });
  const took = Math.round(performance.now() - from);
  await workspace.waitFor(() => lastThread(workspace).length > 0, { what: 'the evidence' });
  // What is offered comes a moment after the verdict, and not everything has a remedy.
  await workspace.waitFor(() => hasButtons(workspace), { timeout: OFFERS_MS, what: 'offers' }).catch(() => undefined);
  const right = verdict.includes(expected);
  write(
    `\nVerdict after ${took} ms: ${verdict}. ${right ? 'That is right.' : `That is wrong; it should say: ${expected}.`}\n`,
  );
  return right;
}

function lastCard(workspace: Workspace) {
  return workspace.channel(CHANNEL).messages().at(-1);
}

function hasButtons(workspace: Workspace): boolean {
  return lastCard(workspace)?.blocks.some(({ type }) => type === 'actions') === true;
}

function lastThread(workspace: Workspace) {
  return workspace.channel(CHANNEL).thread(lastCard(workspace)?.ts ?? '');
}

/** The card's header once it says more than that the bot is at it. */
function verdictIn(workspace: Workspace): string | undefined {
  const header = lastCard(workspace)?.blocks.find((block) => block.type === 'header') as
    { text?: { text?: string } } | undefined;
  const says = header?.text?.text;
  return says === undefined || says.includes('diagnosing') ? undefined : says;
}

async function breakIt(stack: Stack, name: string): Promise<void> {
  const fault = faultCalled(name);
  write(`\nBreaking it (${fault.name}): ${fault.says}.\n`);
  await fault.make(stack);
}

const HELP = `
Type what you would type in Slack (/incident help), or
  break <fault>   ${faults.map((fault) => fault.name).join(', ')}
  heal            bring the stack back to healthy
  press <label>   press a button, or choose in a menu, of the newest message that has it
  say <words>     write in the channel; pin marks the newest such message with 📌
  fill <label>: <words>   answer a question of the window that is open; submit sends it off, close closes it
  sam …           the same as somebody else: sam and lee may approve what ada asks for, kim may not
  quit            end the demo and clean up
`;

async function converse(demo: Demo): Promise<void> {
  write(HELP);
  const terminal = createInterface({ input: process.stdin, output: process.stdout, prompt: '\n> ' });
  terminal.prompt();
  for await (const line of terminal) {
    const done = await obey(demo, line.trim()).catch((error: unknown) => write(`${(error as Error).message}\n`));
    if (done === true) break;
    terminal.prompt();
  }
  terminal.close();
}

/** One line of the person at the terminal; true when it was the last. */
async function obey(demo: Demo, line: string, person = PERSON): Promise<boolean> {
  const { stack, workspace, words } = demo;
  const [word = '', ...rest] = line.split(/\s+/);
  if (PEOPLE.includes(word)) return obey(demo, rest.join(' '), word);
  if (word === 'quit' || word === 'exit') return true;
  if (word === 'break') await breakIt(stack, rest.join(' '));
  else if (word === 'heal') await stack.restore().then(() => write('The stack is healthy again.\n'));
  else if (word === 'press') await press(workspace, person, rest.join(' '));
  else if (words.knows(word)) await words.do(person, word, rest.join(' '));
  else if (word.startsWith('/')) await workspace.person(person).command(CHANNEL, line);
  else if (line !== '') write(HELP);
  return false;
}

/** Presses a button of the newest message that has it, or a line of its menu. */
async function press(workspace: Workspace, name: string, label: string): Promise<void> {
  const person = workspace.person(name);
  for (const message of workspace.channel(CHANNEL).messages().reverse()) {
    const pressed = await person
      .click(message, label)
      .catch(() => person.overflow(message, label))
      .catch(() => null);
    if (pressed !== null) return;
  }
  throw new UserError('not_found', `No message in ${CHANNEL} has a button called "${label}".`);
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
    const given = readArguments(process.argv.slice(2));
    const { once, fault } = given;
    const demo = await setUp(given, undo);
    const right = await show(demo, fault.name);
    if (!once && process.stdin.isTTY && process.stdout.isTTY) await converse(demo);
    return right ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof UserError ? error.message : String((error as Error).stack)}\n`);
    return 1;
  } finally {
    if (undo.length > 0) write('\nCleaning up.\n');
    await cleanUp();
  }
}

process.exitCode = await main();
