import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { command } from '../../src/checks/command.js';
import { misfits } from '../../src/runbook/facts.js';
import { vantageOf } from '../../src/runbook/catalog.js';
import { until } from '../until.js';
import { ended, never, state, words, world } from './builders.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'command-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A program of Node's own, so that nothing else need be installed. */
function node(script: string, ...args: readonly string[]): object {
  return { where: 'bot', argv: [process.execPath, '-e', script, '--', ...args] };
}

async function ask(more: object, signal = never) {
  const params = { type: 'command', ...more };
  const seen = await command.run(params, world(state()), signal);
  expect(misfits(command.facts(params), seen.facts)).toEqual([]);
  return {
    ...seen,
    line: words(seen.says)
      .replaceAll(process.execPath, 'node')
      .replaceAll(/\{"code":"(.+?)"\}/g, '$1'),
  };
}

/** The process id a program wrote there, once it is whole. */
async function pidIn(file: string): Promise<number> {
  const read = (): string => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return '';
    }
  };
  await until(() => read().endsWith('.'), 'the program wrote its id');
  return Number.parseInt(read(), 10);
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const HANG = `setInterval(() => {}, 1000);`;
/** Writes its id and that of a child, both of which hang and ignore SIGTERM. */
const FAMILY = `
process.on('SIGTERM', () => {});
const { spawn } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const [file] = process.argv.slice(1);
const child = spawn(process.execPath, ['-e', "process.on('SIGTERM', () => {}); ${HANG}"], { stdio: 'inherit' });
writeFileSync(file, child.pid + '.');
`;

describe('a command on the machine of the bot', () => {
  test('tells its exit code, what it wrote, and what was looked for', async () => {
    const script = `console.log('a 1.0 requires b, which is not installed.'); console.error('warning: x'); process.exit(1)`;
    const { facts, line, quotes } = await ask({ ...node(script), find: { broken: 'requires', never: 'xyzzy' } });
    expect(facts).toMatchObject({
      ...{ ok: false, exit_code: 1, timed_out: false, missing: false, truncated: false, maybe_running: false },
      output: 'a 1.0 requires b, which is not installed.\nwarning: x',
      broken: [{ at: null, text: 'a 1.0 requires b, which is not installed.' }],
      never: [],
    });
    expect(line).toMatch(/^node ended with code 1 in .+: warning: x$/);
    expect(quotes).toEqual([{ at: null, text: 'a 1.0 requires b, which is not installed.' }]);
  });

  test('gets its arguments as they are written', async () => {
    const hostile = ['a b', '"', "'", '$(id)', '`id`', 'x\ny', '', '--', '*', '\\', ';exit 9', 'ä…😀', '$HOME', '&&'];
    const { facts } = await ask(node('console.log(JSON.stringify(process.argv.slice(1)))', ...hostile));
    expect(JSON.parse(z.string().parse(facts['output']))).toEqual(hostile);
  });

  test('gets no variable but PATH, HOME, LANG and those it is allowed', async () => {
    process.env['COMMAND_TEST_GIVEN'] = 'yes';
    process.env['COMMAND_TEST_KEPT'] = 'no';
    const { facts } = await ask({
      ...node('console.log(Object.keys(process.env).sort().join())'),
      env: ['COMMAND_TEST_GIVEN', 'COMMAND_TEST_UNSET'],
    });
    const given = z.string().parse(facts['output']).split(',');
    expect(given.filter((name) => !['HOME', 'LANG', 'PATH'].includes(name))).toEqual(['COMMAND_TEST_GIVEN']);
  });

  test('runs in the folder it is told', async () => {
    expect((await ask({ ...node('console.log(process.cwd())'), cwd: folder })).facts['output']).toBe(folder);
    const nowhere = ask({ ...node(''), cwd: join(folder, 'none') });
    await expect(nowhere).rejects.toThrow(/cannot be started in .+none on the bot's machine \(ENOENT\)/);
  });

  test('that hangs is killed with its children, whatever they do about signals', async () => {
    const file = join(folder, 'hang');
    const { facts, line } = await ask({ ...node(FAMILY + HANG, file), timeout: '5s' });
    expect(facts).toMatchObject({ ok: false, timed_out: true, maybe_running: false });
    expect(facts['exit_code']).toEqual({ unknown: 'did not end within 5 s and was killed' });
    expect(line).toBe('node did not end within 5 s and was killed');
    const pid = await pidIn(file);
    await until(() => !lives(pid), 'the child is gone');
  });

  test('that ends before its children takes them along, and is not waited for', async () => {
    const file = join(folder, 'orphan');
    const { facts } = await ask({ ...node(`${FAMILY} process.exit(3)`, file), timeout: '8s' });
    expect(facts).toMatchObject({ exit_code: 3, timed_out: false });
    const pid = await pidIn(file);
    await until(() => !lives(pid), 'the child is gone');
  });

  test('that floods is not read on', async () => {
    const flood = `const b = Buffer.alloc(1024 * 1024, 'x'); const go = () => process.stdout.write(b, go); go();`;
    const { facts, line } = await ask({ ...node(flood), max_output: 1_024 });
    expect(facts).toMatchObject({ ok: false, truncated: true, timed_out: false });
    expect(facts['output']).toHaveLength(1_024);
    expect(line).toBe('node wrote more than 1.0 KiB and was not read to its end');
  });

  test('that is not there is missing', async () => {
    const { facts, line } = await ask({ where: 'bot', argv: ['no-such-program-here'] });
    expect(facts).toMatchObject({ ok: false, missing: true, exit_code: 127, output: '' });
    expect(line).toBe('there is no program no-such-program-here');
  });

  test('that may not be run says so', async () => {
    await expect(ask({ where: 'bot', argv: [folder] })).rejects.toThrow(
      /cannot be started on the bot's machine \(EACCES\)/,
    );
  });

  test('killed by somebody else has no exit code', async () => {
    const { facts } = await ask(node(`process.kill(process.pid, 'SIGKILL')`));
    expect(facts['exit_code']).toEqual({ unknown: 'was killed before it ended' });
  });

  test('ends with the asking', async () => {
    const file = join(folder, 'asker');
    const asker = new AbortController();
    const asking = expect(ask(node(FAMILY + HANG, file), asker.signal)).rejects.toThrow(/^the time for .+ was over$/);
    const pid = await pidIn(file);
    asker.abort();
    await asking;
    await until(() => !lives(pid), 'the child is gone');
    await expect(ask(node(''), asker.signal)).rejects.toThrow(/^the time for .+ was over$/);
  });

  test('brings nothing unsafe back: colours and secrets', async () => {
    const { facts } = await ask(node(`console.log('\\u001b[31mpassword=hunter22\\u001b[0m \\u202edone')`));
    for (const unsafe of ['hunter22', '\u001b', '\u202e']) expect(facts['output']).not.toContain(unsafe);
  });
});

describe('a command in the container', () => {
  const inside = { where: 'container', argv: ['pip', 'check'] };

  test('looks from inside, the other from the bot', () => {
    expect(vantageOf(command, { type: 'command', ...inside })).toBe('inside');
    expect(vantageOf(command, { type: 'command', ...inside, where: 'bot' })).toBe('bot');
  });

  test('is unknown where the container does not run or is not there', async () => {
    const run = (where: Parameters<typeof world>[0]) =>
      command.run({ type: 'command', ...inside }, world(where), never);
    await expect(run(ended(1))).rejects.toThrow('the container of api does not run, so nothing can be run in it');
    await expect(run(null)).rejects.toThrow('api has no container to run it in');
  });

  test('that may live on says so', async () => {
    const result = { exitCode: null, stdout: '', stderr: '', timedOut: true, truncated: false, missing: false };
    const where = world(state(), { exec: () => Promise.resolve({ ...result, maybeRunning: true, took: 5_000 }) });
    const seen = await command.run({ type: 'command', ...inside }, where, never);
    expect(words(seen.says)).toBe('{"code":"pip"} did not end within 5 s; it may still run');
  });

  test.each<[string, object, string]>([
    ['a folder', { cwd: '/srv' }, 'cwd and env go with where: bot'],
    ['variables', { env: ['A'] }, 'cwd and env go with where: bot'],
    ['no program', { argv: [''] }, 'the first item is the program'],
    ['a shell line', { argv: 'pip check' }, 'Invalid input: expected array, received string'],
    ['a name of a fact', { find: { output: 'x' } }, 'facts of their own'],
    ['a pattern that is none', { find: { x: '(?=y)' } }, 'this is no RE2 pattern'],
    ['a folder that is relative', { where: 'bot', cwd: 'srv' }, 'a folder is an absolute path'],
  ])('takes no %s', (_, more, sentence) => {
    const parsed = command.params.safeParse({ type: 'command', ...inside, ...more });
    expect(JSON.stringify(parsed.error?.issues)).toContain(sentence);
  });
});
