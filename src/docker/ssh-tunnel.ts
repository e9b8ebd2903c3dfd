import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TunnelFailed } from './failure.js';

/** Longer than ssh's own limit for connecting, ms: the login comes after it. */
const LOGIN_LIMIT = 10_000;
const LOOK_AGAIN = 20;
const LONGEST_COMPLAINT = 4_000;
/** ssh sees nothing else of the bot's environment: the tokens in it are none of its business. */
const ENVIRONMENT = ['PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'SSH_AUTH_SOCK'];

/** Another machine's Docker socket. */
export interface SshTarget {
  readonly user: string | null;
  readonly host: string;
  readonly port: number | null;
  readonly path: string;
  /** A file for ssh's -F; null for the user's own and the system's. */
  readonly configFile: string | null;
}

/** One kept ssh connection, opened when first needed and again after it broke. */
export interface Tunnel {
  readonly address: string;
  /** A connection to the socket over there. Rejects with `TunnelFailed`. */
  connect(): Promise<Socket>;
  close(): Promise<void>;
}

/** Uses the system's ssh, hence its configuration, keys and known hosts. It never asks anybody anything. */
export function openTunnel(target: SshTarget): Tunnel {
  /** Each ssh with what settles when it has ended and its files are gone. */
  const running = new Map<ChildProcess, Promise<void>>();
  let line: Promise<string> | null = null;
  let closed = false;

  async function start(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'runbook-bot-ssh-'));
    const path = join(folder, 'docker.sock');
    const child = spawn('ssh', argumentsOf(target, path), {
      stdio: ['pipe', 'ignore', 'pipe'],
      env: Object.fromEntries(ENVIRONMENT.map((name) => [name, process.env[name]])),
    });
    const ended = endOf(child);
    const cleared = ended.then(async () => {
      line = null;
      await rm(folder, { recursive: true, force: true });
      running.delete(child);
    });
    running.set(child, cleared);
    const failed = ended.then((complaint) => Promise.reject(new TunnelFailed(complaint)));
    const late = setTimeout(() => child.kill('SIGKILL'), LOGIN_LIMIT);
    try {
      await Promise.race([failed, appears(path, child)]);
      // Its last words may come a little after its end.
      if (!lives(child)) await failed;
    } finally {
      clearTimeout(late);
    }
    return path;
  }

  return {
    address: addressOf(target),
    connect: async () => {
      if (closed) throw new TunnelFailed('the bot is stopping');
      line ??= start().catch((error: unknown) => {
        line = null;
        throw error;
      });
      return dial(await line);
    },
    close: async () => {
      closed = true;
      for (const child of running.keys()) child.kill('SIGTERM');
      await Promise.all(running.values());
    },
  };
}

/** `cat` ends with its input, and ssh with it: a bot that dies leaves no connection behind. */
function argumentsOf({ user, host, port, path, configFile }: SshTarget, local: string): string[] {
  const options = {
    BatchMode: 'yes',
    ConnectTimeout: '4',
    ControlPath: 'none',
    ExitOnForwardFailure: 'yes',
    ForwardAgent: 'no',
    LogLevel: 'ERROR',
    ServerAliveInterval: '5',
    ServerAliveCountMax: '2',
  };
  return [
    ...(configFile === null ? [] : ['-F', configFile]),
    ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    ...['-T', '-L', `${local}:${path}`],
    ...(user === null ? [] : ['-l', user]),
    ...(port === null ? [] : ['-p', String(port)]),
    ...['--', host, 'cat'],
  ];
}

/** Settles with ssh's last words when it has ended. */
async function endOf(child: ChildProcess): Promise<string> {
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-LONGEST_COMPLAINT);
  });
  // ssh may be gone before it read anything.
  child.stdin?.on('error', () => undefined);
  return new Promise((resolve) => {
    child.once('error', () => resolve('the program ssh cannot be run here'));
    child.once('close', () => resolve(complaint.trim().split('\n').at(-1)?.trim() ?? ''));
  });
}

/** ssh makes its end of the tunnel after the login. */
async function appears(path: string, child: ChildProcess): Promise<void> {
  while (lives(child) && !existsSync(path)) await sleep(LOOK_AGAIN);
}

function lives({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

async function dial(path: string): Promise<Socket> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
  } catch (cause) {
    throw new TunnelFailed('the connection broke', { cause });
  }
  return socket;
}

function addressOf({ user, host, port, path }: SshTarget): string {
  const login = user === null ? '' : `${user}@`;
  return `ssh://${login}${host.includes(':') ? `[${host}]` : host}${port === null ? '' : `:${port}`}${path}`;
}
