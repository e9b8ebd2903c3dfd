#!/usr/bin/env node
import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { userInfo } from 'node:os';
import { createInterface } from 'node:readline';
import type { Rights } from '../../commands/command.js';
import { readRunbooks, startBot, surroundingsOf } from '../bot.js';
import { readConfig, type Config } from '../config.js';
import { examine } from '../doctor/doctor.js';
import { asJson, asText, soundness } from '../doctor/report.js';
import { UserError } from '../errors.js';
import { createLog } from '../log.js';
import { knock } from '../store/door.js';
import { openStore } from '../store/open.js';
import { createMask } from '../text/mask.js';
import { note, type Message } from '../view/message.js';
import { painted, type Paint } from './paint.js';
import type { Reply, Request } from './reception.js';
import { EXIT } from './exit.js';
import { terminalRights } from './rights.js';
import { session } from './session.js';
import { nowhere } from './nowhere.js';

const paint: Paint = {
  colour: process.stdout.isTTY && process.env.NO_COLOR === undefined,
  width: Math.min(process.stdout.columns || 100, 100),
};

function say(message: Message): void {
  process.stdout.write(`${painted(message, paint)}\n\n`);
}

function complain(message: Message): void {
  process.stderr.write(`${painted(message, { ...paint, colour: false })}\n`);
}

function print(output: string): void {
  process.stdout.write(output.endsWith('\n') ? output : `${output}\n`);
}

/** Through the door of the bot that has the data, if one is running; otherwise with the data opened here. */
async function run(config: Config, request: Request): Promise<number> {
  const door = config.databaseUrl === null ? await knock(config.dataDir) : null;
  return door === null ? alone(config, request) : visit(door, request);
}

async function visit(door: Socket, request: Request): Promise<number> {
  door.write(`${JSON.stringify(request)}\n`);
  for await (const line of createInterface({ input: door })) {
    const reply = JSON.parse(line) as Reply;
    if ('exit' in reply) return reply.exit;
    if ('output' in reply) print(reply.output);
    else if ('complaint' in reply) complain(reply.complaint);
    else say(reply.message);
  }
  throw new UserError(
    'store_unavailable',
    'The bot hung up before it was done. What was recorded is not lost; look with: incident status',
  );
}

async function alone(config: Config, { by, words }: Request): Promise<number> {
  const log = createLog(process.env.LOG_LEVEL ?? 'error', process.stderr, createMask(config.secrets));
  const folder = readRunbooks(config);
  const store = await openStore({ dataDir: config.dataDir, databaseUrl: config.databaseUrl ?? undefined });
  try {
    const bot = await startBot({
      config,
      folder,
      store,
      screen: nowhere,
      tell: () => undefined,
      names: () => Promise.resolve({}),
      serve: false,
      log,
    });
    try {
      const people = { people: config.people, breakGlass: config.approval?.breakGlass ?? null };
      const rightsOf = (login: string): Rights => terminalRights(people, login);
      const seat = config.databaseUrl === null ? 'alone' : 'beside';
      const { look, engine } = bot;
      return await session({ look, engine, rightsOf, seat }, { by, words, say, complain, print }, interrupted());
    } finally {
      await bot.stop();
    }
  } finally {
    await store.close();
  }
}

/** Ctrl-C, or a terminal that is closed. A second time ends the program wherever it is. */
function interrupted(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => controller.abort());
  // Nobody may be there to read any more while a remedy is brought to its end.
  process.stdout.on('error', () => controller.abort());
  return controller.signal;
}

/** `incident doctor [--json]`: what the bot needs, looked at without it. */
async function doctor(options: readonly string[]): Promise<number> {
  if (options.some((option) => option !== '--json'))
    throw new UserError('not_understood', 'Say: incident doctor, or incident doctor --json. Nothing was looked at.');
  const lines = await examine({ environment: process.env, surroundingsOf, now: () => new Date() });
  process.stdout.write(`${options.length > 0 ? asJson(lines) : asText(lines)}\n`);
  return soundness(lines) ? EXIT.healthy : EXIT.problem;
}

/** Who is at the terminal, by the system's word; a container may run as a user that its system does not know. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env['USER'] ?? `user-${process.getuid?.() ?? 'unknown'}`;
  }
}

async function main(): Promise<number> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const [first = '', ...rest] = process.argv.slice(2);
  const words = [first, ...rest].join(' ');
  // Who reads only the beginning of a long output hangs up: that is no failure.
  process.stdout.on('error', () => undefined);
  try {
    if (first === 'doctor') return await doctor(rest);
    const help = words === 'help' || words === '--help';
    const code = await run(readConfig(process.env), { by: userName(), words: help ? 'help' : words });
    if (help) say(note('Here also: ', { code: 'incident doctor' }, ' look at all the bot needs, and how to mend it'));
    return code;
  } catch (error) {
    process.stderr.write(`${error instanceof UserError ? error.message : String((error as Error).stack)}\n`);
    return EXIT.failed;
  }
}

process.exitCode = await main();
