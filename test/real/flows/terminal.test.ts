import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { configFor } from '../../../demo/bot-process.js';
import { stopped } from '../../../demo/faults/stopped.js';
import { startFlow, type Flow } from './flow.js';
import { program, type Ended } from './program.js';
import { cancel, cardsIn, diagnose, headerOf, wordsOf } from './reading.js';
import { apiDown, runbookFolder } from './runbooks.js';
import { labelsOf } from './scene.js';

let flow: Flow;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'terminal-'));
  flow = await startFlow({ name: 'terminal' });
  await writeFile(join(folder, 'config.yml'), stringify(configFor(flow.stack)));
});

afterAll(async () => {
  await flow.stop();
  await rm(folder, { recursive: true, force: true });
});

/** `incident …` on data of its own, unless told otherwise. */
async function incident(words: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const own = {
    DATA_DIR: join(folder, 'data'),
    CONFIG: join(folder, 'config.yml'),
    DOCKER_HOST: flow.stack.engine.host,
  };
  return program('dist/src/terminal/main.js', words.split(' '), { ...own, ...env });
}

/** What a card says of a broken service, without times and measures: what the terminal and Slack must say alike. */
function essence(words: string): string[] {
  const lines = words.split('\n').filter((line) => /^(Next: |• .* \((bot|Docker)\)$|Ruled out: )/u.test(line));
  return lines.map((line) => line.replace(/\d\d:\d\d:\d\d( UTC)?/g, 'TIME'));
}

describe('the incident program, alone', () => {
  test('finds that all is well: exit code 0', async () => {
    const { code, out, err } = await incident('api-down');
    expect(err).toBe('');
    expect(out).toContain('🔕 api up: false alarm');
    expect(out).toMatch(/^Evidence, run 1 of api-down: (\d+) of \1 checks answered/m);
    expect(code).toBe(0);
    expect((await incident('cancel done')).code).toBe(0);
  });

  test('finds what is broken, in the words of Slack: exit code 1', async () => {
    try {
      await stopped.make(flow.stack);
      const { code, out } = await incident('api-down');
      expect(code).toBe(1);
      expect(out).toContain('🔴 api down: stopped by hand');
      const { card: diagnosed } = await diagnose(flow.workspace);
      // What is offered comes a moment after the verdict.
      const offers = (): boolean => labelsOf(flow.workspace.current(diagnosed)).includes('Start api');
      await flow.workspace.waitFor(offers, { what: 'the offer to start it' });
      const card = flow.workspace.current(diagnosed);
      const words = wordsOf(flow.workspace, card);
      await cancel(flow.workspace, card);
      const last = out.slice(out.lastIndexOf(headerOf(card)));
      // The terminal breaks lines by its width.
      expect(essence(last.replace(/\n(?=[a-z]| )/g, ' '))).toEqual(essence(words));
      expect(essence(words)).toHaveLength(4);
    } finally {
      await flow.stack.restore();
      await incident('cancel done');
    }
  });

  test('cannot tell where something answers that is not the container: exit code 2', async () => {
    const config = join(folder, 'stranger.yml');
    const { services, ...rest } = configFor(flow.stack) as { services: { api: object } };
    const api = { ...services.api, container: { name: 'no-container-of-that-name' } };
    await writeFile(config, stringify({ ...rest, services: { ...services, api } }));
    const { code, out } = await incident('api-down', { CONFIG: config, DATA_DIR: join(folder, 'stranger') });
    expect(out).toContain('❔ api not checked: something else answers');
    expect(code).toBe(2);
  });

  test('understands the same words', async () => {
    const { code, out } = await incident('help');
    expect(code).toBe(0);
    expect(out).toContain('Here: api-down, api-not-responding.');
    expect((await incident('--help')).out).toBe(out);
    expect((await incident('api-donw')).out).toContain('nearest: api-down. Nothing was started.');
  });
});

describe('the incident program beside a running bot', () => {
  const beside = (words: string): Promise<Ended> => incident(words, { DATA_DIR: flow.bot.dataDir });

  test('goes through its door, and both know of one incident', async () => {
    const { code, out } = await beside('api-down');
    expect(out).toContain('🔕 api up: false alarm');
    expect(code).toBe(0);
    const id = /INC-\d+/.exec(out)?.[0] ?? '';
    expect((await beside('list')).out).toContain(`${id} api up: false alarm`);
    expect((await beside(`cancel ${id} done`)).code).toBe(0);
    expect((await beside('list')).out).toContain('Nothing is open here.');
  });

  test('joins an incident that was opened in Slack, and its card shows it', async () => {
    const { workspace } = flow;
    const { card } = await diagnose(workspace);
    const { code, out } = await beside('diagnose');
    expect(code).toBe(0);
    expect(out).toMatch(/^Evidence, run 2 of api-down/m);
    await workspace.waitFor(() => workspace.channel('#inc-api').thread(card.ts).length === 2, {
      what: 'the second run',
    });
    await cancel(workspace, card);
  });

  test('does not keep Slack from the incident it opened: asked there, it gets its card there', async () => {
    const { workspace } = flow;
    const opened = await beside('api-down');
    const id = /INC-\d+/.exec(opened.out)?.[0] ?? '';
    const cards = cardsIn(workspace).length;
    await workspace.person('ada').command('#inc-api', '/incident api-down');
    const card = await workspace.waitFor(() => cardsIn(workspace)[cards], { what: 'a card in Slack' });
    expect(card.text).toContain(id);
    await workspace.waitFor(() => headerOf(workspace.current(card)).includes('false alarm'), { what: 'the verdict' });
    await cancel(workspace, card);
  });
});

describe('what is wrong in the files is named at once, and nothing starts', () => {
  test('config.yml: everything, with line, key and what is allowed', async () => {
    const config = join(folder, 'wrong.yml');
    await writeFile(config, 'services:\n  api:\n    contaner: { name: x }\n    values: { health: 5 }\nlink: {}\n');
    const { code, err, out } = await incident('api-down', { CONFIG: config, PORT: 'http' });
    expect(code).toBe(3);
    expect(out).toBe('');
    expect(err).toMatch(/^\d things are wrong in the configuration; the bot does not start:$/m);
    for (const problem of [
      /PORT: /,
      /wrong\.yml:3:\d+ .*contaner/,
      /container/,
      /wrong\.yml:4:\d+ /,
      /wrong\.yml:5:\d+ .*link/,
    ])
      expect(err).toMatch(problem);
  });

  test('a runbook: npm start refuses, naming file, line, key and the allowed ones', async () => {
    const written = (await apiDown())
      .replace('users_feel: health', 'users_fell: health')
      .replace('health.answered\n', 'health.anwsered\n');
    const runbooks = await runbookFolder({ 'api-down.yml': written });
    const { workspace } = flow;
    const { code, err } = await program('dist/src/main.js', [], {
      CONFIG: join(folder, 'config.yml'),
      DATA_DIR: join(folder, 'other'),
      RUNBOOKS: runbooks.path,
      SLACK_BOT_TOKEN: workspace.identity.botToken,
      SLACK_SIGNING_SECRET: workspace.identity.signingSecret,
      SLACK_API_URL: workspace.apiUrl,
      PORT: '0',
    });
    await runbooks.remove();
    expect(code).toBe(1);
    expect(err).toMatch(/things? (is|are) wrong in the runbooks; the bot does not start:$/m);
    expect(err).toMatch(/api-down\.yml:\d+:\d+ .*users_fell.*users_feel/);
  });

  test('a misspelt fact: file, line and the right one', async () => {
    const runbooks = await runbookFolder({
      'api-down.yml': (await apiDown()).replace('when: health.answered\n', 'when: health.anwsered\n'),
    });
    const { code, err } = await incident('api-down', { RUNBOOKS: runbooks.path });
    await runbooks.remove();
    expect(code).toBe(3);
    expect(err).toMatch(/api-down\.yml:\d+:\d+ .*anwsered/);
    expect(err).toContain('answered');
  });

  test('without Slack, npm start says what to do instead', async () => {
    const { code, err } = await program('dist/src/main.js', [], {
      CONFIG: join(folder, 'config.yml'),
      DATA_DIR: join(folder, 'other'),
    });
    expect(code).toBe(1);
    expect(err).toContain('SLACK_BOT_TOKEN: is missing; the bot does not start.');
    expect(err).toContain('incident api-down');
  });
});
