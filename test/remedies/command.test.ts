import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CannotLook, type World } from '../../src/checks/check.js';
import type { ExecCommand, ExecResult } from '../../src/checks/containers.js';
import { command } from '../../src/remedies/command.js';
import { ended, state, words, world } from '../checks/builders.js';
import { until } from '../until.js';
import { Stage } from './stage.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'remedy-command-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Step {
  readonly where?: string;
  readonly argv: readonly string[];
  readonly [more: string]: unknown;
}

function node(script: string, ...args: readonly string[]): Step {
  return { where: 'bot', argv: [process.execPath, '-e', script, '--', ...args] };
}

/** Leaves a file behind. */
function mark(name: string): Step {
  return node(`require('node:fs').writeFileSync(process.argv[1], '')`, join(folder, name));
}

function left(name: string): boolean {
  return existsSync(join(folder, name));
}

function stage(steps: readonly Step[], more: object = {}, where: World = world(state())): Stage {
  return new Stage(command, { steps, ...more }, where);
}

function said(says: Parameters<typeof words>[0]): string {
  return words(says)
    .replaceAll(process.execPath, 'node')
    .replaceAll(/\{"code":"(.+?)"\}/g, '$1');
}

describe('a remedy of commands', () => {
  test('announces each, runs them in turn, and says the last line', async () => {
    const steps = [{ ...mark('one'), says: 'clearing the cache' }, node(`console.log('all'); console.log('well')`)];
    const scene = stage(steps);
    const done = await scene.act(await scene.plan());
    expect(done.result).toBe('done');
    expect(said(done.says)).toMatch(/^finished clearing the cache, ran node -e .+: well$/);
    expect(scene.steps).toHaveLength(2);
    expect(left('one')).toBe(true);
  });

  test('stops at the first that fails, and says what was done and what was not begun', async () => {
    const steps = [mark('one'), node(`console.error('no space left'); process.exit(3)`), mark('three')].map(
      (step, index) => ({ ...step, says: `step ${index + 1}` }),
    );
    const scene = stage(steps);
    const done = await scene.act(await scene.plan());
    expect(done.result).toBe('failed');
    expect(said(done.says)).toMatch(
      /^step 2 failed: node ended with code 3 in .+: no space left\. Done before: finished step 1; not begun: step 3$/,
    );
    expect(scene.steps).toEqual(['step 1', 'step 2']);
    expect([left('one'), left('three')]).toEqual([true, false]);
  });

  test('whose time is over runs nothing more, and says so', async () => {
    const scene = stage([mark('one'), mark('two')]);
    scene.tooLateAt = 2;
    const done = await scene.act(await scene.plan());
    expect(done.result).toBe('failed');
    expect(said(done.says)).toContain('its time was over before it was begun. Done before: ran node');
    expect([left('one'), left('two')]).toEqual([true, false]);
  });

  test('that hangs is killed, and that is said', async () => {
    const scene = stage([{ ...node('setInterval(() => {}, 1000)'), timeout: '1s' }]);
    const done = await scene.act(await scene.plan());
    expect(done.result).toBe('failed');
    expect(said(done.says)).toContain('node did not end within 1 s and was killed. Done before: nothing');
  });

  test('may write more than is kept: the newest is attached', async () => {
    const flood = `for (let line = 0; line < 20000; line++) console.log('line ' + line);`;
    const scene = stage([{ ...node(flood), max_output: 4_096 }]);
    const done = await scene.act(await scene.plan());
    expect(done.result).toBe('done');
    const body = done.texts?.[0]?.body ?? '';
    expect(body.length).toBeLessThanOrEqual(4_096);
    expect(body).toMatch(/line 19998\nline 19999$/);
    expect(done.texts?.[0]?.name).toBe('step-1.txt');
  });

  test('with an unknown program says so, and is certain', async () => {
    const scene = stage([{ where: 'bot', argv: ['no-such-program-here'] }]);
    const done = await scene.act(await scene.plan());
    expect(done.result).toBe('failed');
    expect(said(done.says)).toContain('there is no program no-such-program-here');
  });

  test('keeps secrets out of the plan, of what is said and of what is attached', async () => {
    const secret = 'hunter2hunter2';
    const script = `console.log('a\\nb\\nc\\npassword=${secret}')`;
    const scene = stage([{ where: 'bot', argv: [process.execPath, '-e', script, '--', `--token`, secret] }]);
    const plan = await scene.plan();
    const done = await scene.act(plan);
    expect(done.result).toBe('done');
    expect(JSON.stringify([plan, done, scene.steps])).not.toContain(secret);
  });

  test('gets the variables it is allowed and no other', async () => {
    process.env['REMEDY_TEST_GIVEN'] = 'yes';
    process.env['REMEDY_TEST_KEPT'] = 'no';
    const file = join(folder, 'env');
    const script = `require('node:fs').writeFileSync(process.argv[1], Object.keys(process.env).join())`;
    const scene = stage([{ ...node(script, file), env: ['REMEDY_TEST_GIVEN'] }]);
    await scene.act(await scene.plan());
    const given = readFileSync(file, 'utf8').split(',');
    expect(given.filter((name) => !['HOME', 'LANG', 'PATH'].includes(name))).toEqual(['REMEDY_TEST_GIVEN']);
  });

  test('is void when the runbook spells out something else by now', async () => {
    const plan = await stage([mark('one')]).plan();
    const scene = stage([mark('two')]);
    const done = await scene.act(plan);
    expect(done.result).toBe('failed');
    expect(said(done.says)).toBe('the runbook spells out other commands by now; nothing was run');
    expect(scene.steps).toEqual([]);
    expect([left('one'), left('two')]).toEqual([false, false]);
  });

  test('that is given up throws: nobody can know how far it came', async () => {
    const hangs = `require('node:fs').writeFileSync(process.argv[1], ''); setInterval(() => {}, 1000)`;
    const scene = stage([node(hangs, join(folder, 'begun'))]);
    const over = new AbortController();
    const acting = scene.act(await scene.plan(), over.signal);
    // Before that nothing was done, which is certain.
    const given = until(() => left('begun'), 'it has begun').finally(() => over.abort());
    await expect(acting).rejects.toThrow('was over');
    await given;
  });

  test('leaves it to people to find out whether it happened', async () => {
    const scene = stage([mark('one')], { find: 'Look for the file.' });
    expect(await scene.settle(await scene.plan())).toMatchObject({ happened: 'maybe', find: 'Look for the file.' });
  });
});

describe('where commands run', () => {
  test('a project folder must be configured and there', async () => {
    const step = { where: 'project', argv: ['true'] };
    expect(await stage([step]).impossible()).toBe('config.yml names no project folder for api (project:)');
    const service = { ...world(state()).service, project: join(folder, 'none') };
    const gone = new Stage(command, { steps: [step] }, world(state()), { service });
    expect(await gone.impossible()).toBe(`there is no folder ${join(folder, 'none')} on the bot's machine`);
  });

  test('in the project folder they run there', async () => {
    const service = { ...world(state()).service, project: folder };
    const step = { where: 'project', argv: [process.execPath, '-e', `console.log(process.cwd())`] };
    const scene = new Stage(command, { steps: [step] }, world(state()), { service });
    const done = await scene.act(await scene.plan());
    expect(said(done.says)).toContain(`: ${folder}`);
  });

  test('a container must run', async () => {
    const step = { where: 'container', argv: ['true'] };
    expect(await stage([step], {}, world(null)).impossible()).toContain('there is no container of api');
    expect(await stage([step], {}, world(ended(0))).impossible()).toBe(
      'api-server does not run, so nothing can be run in it',
    );
  });

  test('another container than the planned one is left alone', async () => {
    const step = { where: 'container', argv: ['true'] };
    const plan = await stage([step]).plan();
    const done = await stage([step], {}, world(state({ id: 'b2' }))).act(plan);
    expect(said(done.says)).toBe('another container took the place of api-server; nothing was run');
  });

  test('in a container each is permitted right before it starts', async () => {
    const seen: string[] = [];
    const exec = (_s: unknown, _c: unknown, given: ExecCommand): Promise<ExecResult> => {
      given.permit?.();
      seen.push(given.argv.join(' '));
      const base = { stdout: 'ok', stderr: '', timedOut: false, truncated: false, missing: false };
      return Promise.resolve({ ...base, exitCode: 0, maybeRunning: seen.length === 2, took: 5 });
    };
    const steps = ['one', 'two'].map((name) => ({ where: 'container', argv: ['touch', name] }));
    const scene = stage(steps, {}, world(state(), { exec }));
    scene.tooLateAt = 1;
    expect((await scene.act(await scene.plan())).result).toBe('failed');
    expect(seen).toEqual([]);
    const again = stage(steps, {}, world(state(), { exec }));
    await expect(again.act(await again.plan())).rejects.toThrow('touch was given up and may still run');
    expect(seen).toEqual(['touch one', 'touch two']);
  });

  test('the plan says all of it', async () => {
    const steps = [
      { where: 'container', argv: ['pip', 'check'] },
      { where: 'bot', argv: ['make', 'warm up'], cwd: folder, timeout: '5m' },
    ];
    const { does, like, holds, longest } = await stage(steps).plan();
    expect(said(does)).toBe(
      `container api-server on host local: pip check, 1 min at most; then on the bot's machine in ${folder}: make 'warm up', 5 min at most`,
    );
    expect(like).toBe("docker exec api-server pip check && make 'warm up'");
    expect(holds).toEqual(['local/api-server']);
    expect(longest).toBeGreaterThanOrEqual(360_000);
  });

  test('on the machine of the bot the container is held too, where it can be seen', async () => {
    const step = { where: 'bot', argv: ['true'] };
    expect((await stage([step]).plan()).holds).toEqual(['local/api', 'local/api-server']);
    expect((await stage([step], {}, world(null)).plan()).holds).toEqual(['local/api']);
    const silent = world(state(), { find: () => Promise.reject(new CannotLook('the engine does not answer')) });
    expect((await stage([step], {}, silent).plan()).holds).toEqual(['local/api']);
  });

  test.each([
    [{ where: 'container', argv: ['x'], env: ['A'] }, 'env does not go with where: container'],
    [{ where: 'container', argv: ['x'], cwd: '/' }, 'cwd goes with where: bot'],
    [{ where: 'bot', argv: [''] }, 'the first item is the program'],
    [{ where: 'bot', argv: ['x'], cwd: 'x' }, 'absolute'],
    [{ where: 'bot', argv: ['x'], shell: true }, 'shell'],
  ])('%j is refused', (step, message) => {
    const parsed = command.params.safeParse({ type: 'command', steps: [step] });
    expect(JSON.stringify(parsed.error?.issues)).toContain(message);
  });
});
