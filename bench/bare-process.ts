import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Workspace } from '../playground/workspace.js';

const firstLine = z.object({ port: z.number() });

/** bare-bolt.ts as a process of its own. */
export interface BareBolt {
  readonly pid: number;
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts it and waits until it listens. `answer` is the JSON to acknowledge with; nothing unless given. */
export async function startBareBolt({ apiUrl, identity }: Workspace, answer?: string): Promise<BareBolt> {
  const env = {
    PATH: process.env['PATH'],
    SLACK_API_URL: apiUrl,
    SLACK_BOT_TOKEN: identity.botToken,
    SLACK_SIGNING_SECRET: identity.signingSecret,
    ANSWER: answer,
  };
  const script = fileURLToPath(new URL('./bare-bolt.js', import.meta.url));
  const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const line = await Promise.race([firstLineOf(child), exited.then(() => null)]);
  if (line === null) throw new Error('the bare Bolt app ended before it listened');
  const { port } = firstLine.parse(JSON.parse(line));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
  };
  return { pid: child.pid ?? 0, port, stop };
}

async function firstLineOf({ stdout }: ChildProcess): Promise<string | null> {
  if (stdout === null) return null;
  for await (const line of createInterface({ input: stdout })) return line;
  return null;
}
