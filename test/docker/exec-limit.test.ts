import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { limited } from '../../src/docker/exec-limit.js';
import { until } from '../until.js';

/** As unlikely as a number can be: processes are found by it. */
const SECONDS = 41_000 + (process.pid % 1_000);

let folder: string;
beforeAll(() => {
  // Here is no `timeout`.
  folder = mkdtempSync(join(tmpdir(), 'exec-limit-'));
  for (const program of ['sh', 'sleep', 'true']) symlinkSync(`/bin/${program}`, join(folder, program));
});
afterAll(() => rmSync(folder, { recursive: true }));

function exitOf(argv: readonly string[], seconds = SECONDS): Promise<number | string | null> {
  const [program = '', ...args] = limited(argv, seconds);
  return new Promise((resolve) => {
    execFile(program, args, { env: { PATH: folder } }, (error) => resolve(error === null ? 0 : (error.code ?? null)));
  });
}

function commandLines(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        // It has ended.
        return '';
      }
    });
}

describe('a program that no `timeout` can watch', () => {
  test('that ends at once leaves no sleeper behind, however often it is run', async () => {
    for (let times = 0; times < 60; times += 1) expect(await exitOf(['true'])).toBe(0);
    await until(() => !commandLines().some((line) => line.includes(`sleep ${SECONDS}`)), 'every sleeper ended', 10_000);
  });

  test('keeps its exit code, is missing where it is, and is killed when its time is over', async () => {
    expect(await exitOf(['sh', '-c', 'exit 4'])).toBe(4);
    expect(await exitOf(['no-such-program'])).toBe(127);
    expect(await exitOf(['sleep', '60'], 1)).toBe(137);
  });
});
