import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runLocally } from '../../src/checks/command-bot.js';
import { limitsHold, underLimit } from '../../src/checks/time-limit.js';
import { until } from '../until.js';
import { never } from './builders.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'time-limit-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const SH = '/bin/sh';
const { PATH } = process.env;

/** A folder with one program in it. */
function programs(name: string, make: (file: string) => void): string {
  const path = mkdtempSync(join(folder, 'path-'));
  make(join(path, name));
  return path;
}

function write(file: string): void {
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, 0o755);
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a program under a limit', () => {
  test('ends with its time, children included, where what started it was killed', async () => {
    const file = join(folder, 'pids');
    const script = `sleep 60 & echo $! > '${file}.new'; echo $$ >> '${file}.new'; mv '${file}.new' '${file}'; wait`;
    const argv = await underLimit([SH, '-c', script], 8_000, undefined, { PATH });
    const start = `const [program, ...args] = process.argv.slice(1);
      require('node:child_process').spawn(program, args, { detached: true, stdio: 'ignore' }); setInterval(() => {}, 1000);`;
    const bot = spawn(process.execPath, ['-e', start, '--', ...argv], { stdio: 'ignore' });
    await until(() => existsSync(file), 'the program runs');
    const exited = once(bot, 'exit');
    bot.kill('SIGKILL');
    await exited;
    const pids = readFileSync(file, 'utf8').trim().split('\n').map(Number);
    expect(pids.map(lives)).toEqual([true, true]);
    await until(() => !pids.some(lives), 'they ended');
  });

  test('is what the bot runs', async () => {
    const argv = [SH, '-c', 'cat /proc/$PPID/comm'];
    const { stdout, exitCode } = await runLocally(
      { argv, timeout: 5_000, maxBytes: 1_024, cwd: undefined, env: [] },
      process.env,
      never,
    );
    expect([stdout, exitCode]).toEqual(['timeout\n', 0]);
  });

  test('is ended a little later than by the bot, which knows why', async () => {
    const argv = await underLimit(['sh', '-c', 'true'], 1_500, undefined, { PATH });
    expect(argv.slice(1)).toEqual(['-s', 'KILL', '3', 'sh', '-c', 'true']);
  });
});

describe('a program is run as it is', () => {
  test.each([
    ['that is not there', ['no-such-program'], undefined],
    ['that is a folder', ['/bin'], undefined],
    ['that may not be run', ['/etc/passwd'], undefined],
    ['that is not in its folder', ['./sh'], tmpdir()],
  ])('%s', async (_which, argv, cwd) => {
    expect(await underLimit(argv, 1_000, cwd, { PATH })).toEqual(argv);
  });

  test('but for one in the folder it is run in', async () => {
    expect(await underLimit(['./sh'], 1_000, dirname(SH), { PATH })).toHaveLength(5);
  });

  test('where nothing limits, or what limits ends one process only', async () => {
    const none = programs('sh', write);
    const busybox = programs('timeout', (file) => {
      write(`${dirname(file)}/busybox`);
      symlinkSync('busybox', file);
    });
    for (const path of [none, busybox, undefined]) {
      expect(await underLimit([SH], 1_000, undefined, { PATH: path })).toEqual([SH]);
      expect(await limitsHold({ PATH: path })).toBe(false);
    }
    expect(await limitsHold({ PATH })).toBe(true);
  });
});
