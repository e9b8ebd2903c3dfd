import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { randomUUID } from 'node:crypto';
import { until } from '../../until.js';
import { serverProgram } from '../../../scripts/server-program.js';

export const haproxyIsHere = serverProgram('haproxy') !== null;

/** Starts HAProxy with this configuration and waits until `isUp` holds; returns what ends it. Throws with its words where it refuses. */
export async function startHaproxy(
  configuration: string,
  isUp: () => Promise<boolean>,
  env: Readonly<Record<string, string>> = {},
): Promise<() => Promise<void>> {
  const program = serverProgram('haproxy');
  if (program === null) throw new Error('there is no haproxy');
  const file = join(tmpdir(), `haproxy-${randomUUID()}.cfg`);
  await writeFile(file, configuration);
  const child = spawn(program.path, ['-db', '-f', file], {
    env: { ...program.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'close');
  const said = text(child.stderr);
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    await rm(file);
  };
  try {
    await until(async () => child.exitCode !== null || (await isUp()), 'HAProxy listens');
    if (child.exitCode !== null) throw new Error(`HAProxy refused: ${await said}`);
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}
