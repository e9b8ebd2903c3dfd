import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Message } from '../../../playground/model.js';
import { until } from '../../until.js';
import { startFlow, type Flow } from './flow.js';
import { mending, startsSince, stopRedis } from './mending.js';
import { headerOf, PATIENCE_MS, wordsOf } from './reading.js';
import { runbookFolder, type RunbookFolder } from './runbooks.js';
import { approveLabel, cancelAll, labelsOf, Scene, WATCHED } from './scene.js';

/** How long a request waits for its yes here. */
const LAPSES = '60s';

let flow: Flow;
let runbooks: RunbookFolder;
let since: Date;

beforeAll(async () => {
  const risks = (['low', 'medium', 'high', 'critical'] as const).map(
    (risk) => [`redis-${risk}.yml`, mending({ id: `redis-${risk}`, risk })] as const,
  );
  runbooks = await runbookFolder({
    ...Object.fromEntries(risks),
    'redis-brief.yml': mending({ id: 'redis-brief', risk: 'low', watch: '5s' }),
    'redis-vain.yml': mending({ id: 'redis-vain', risk: 'low', helps: false, attempts: 1, within: '5s' }),
    'redis-long.yml': mending({ id: 'redis-long', risk: 'low', helps: false, attempts: 1, within: '40s' }),
    'cache-low.yml': mending({ id: 'cache-low', service: 'cache', risk: 'low' }),
  });
  flow = await startFlow({
    name: 'approvals',
    env: { RUNBOOKS: runbooks.path },
    config: (fitting) => {
      const { services, approval, ...rest } = fitting as { services: { redis: object }; approval: object };
      const both = { ...services, cache: structuredClone(services.redis) };
      return { ...rest, services: both, approval: { ...approval, lapses_after: LAPSES } };
    },
  });
});

afterAll(async () => {
  await flow.stop();
  await runbooks.remove();
});

beforeEach(async () => {
  await stopRedis(flow.stack);
  since = new Date();
});

afterEach(() => cancelAll(flow.workspace));

const open = (risk: string): Promise<Scene> => Scene.open(flow, `/incident redis-${risk}`);
const starts = (): Promise<number> => startsSince(flow.stack, since);

/** Ada asks for the start of Redis; resolves with the request in the channel. */
async function requested(scene: Scene, asker = 'ada'): Promise<Message> {
  await scene.press(asker, 'Start redis');
  await scene.shows(/approval wanted/);
  return scene.news(/^✋ .*\?$/);
}

describe('an approval', () => {
  test('is not asked for where the risk is low: it begins at once, and a clean watch is told', async () => {
    const scene = await open('brief');
    await scene.press('ada', 'Start redis');
    await scene.verified();
    expect(scene.messages().filter((one) => headerOf(one).startsWith('✋'))).toEqual([]);
    await scene.replies('no relapse');
    expect(await starts()).toBe(1);
    await scene.end('low-risk');
  });

  test('of medium risk may be the asker’s own', async () => {
    const scene = await open('medium');
    await scene.press('sam', 'Start redis');
    expect(await scene.verified()).toContain('asked by sam, approved by sam');
    expect(await starts()).toBe(1);
  });

  test('of high risk is never the asker’s own, and he is told so kindly', async () => {
    const scene = await open('high');
    const request = await requested(scene, 'sam');
    const said = await scene.told('sam', () => scene.press('sam', approveLabel(request), request));
    expect(said).toMatch(/^You asked for this; high risk needs a second person\./);
    expect(await starts()).toBe(0);
    await scene.press('lee', approveLabel(request), request);
    await scene.verified();
    expect(await starts()).toBe(1);
    await scene.end('own-request');
  });

  test('of critical risk takes two people: one twice is one', async () => {
    const scene = await open('critical');
    const request = await requested(scene);
    await scene.press('sam', approveLabel(request), request);
    const again = (): Message => flow.workspace.current(request);
    await flow.workspace.waitFor(() => wordsOf(flow.workspace, again()).includes('sam said yes'), { what: 'one yes' });
    expect(await scene.told('sam', () => scene.press('sam', approveLabel(again()), again()))).toContain(
      'one more person is needed',
    );
    expect(await starts()).toBe(0);
    await scene.press('lee', approveLabel(again()), again());
    await scene.verified();
    expect(await starts()).toBe(1);
    await scene.end('critical-risk');
  });

  test('is nobody’s but an approver’s, and not of one who is one no longer', async () => {
    const scene = await open('high');
    const request = await requested(scene);
    expect(await scene.told('kim', () => scene.press('kim', approveLabel(request), request))).toMatch(
      /^Only api-approvers can approve this\. Nothing was run/,
    );
    flow.workspace.setGroup('api-approvers', ['sam']);
    try {
      expect(await scene.told('lee', () => scene.press('lee', approveLabel(request), request))).toMatch(
        /^Only api-approvers/,
      );
    } finally {
      flow.workspace.setGroup('api-approvers', ['sam', 'lee']);
    }
    await scene.press('ada', 'Withdraw the request');
    await scene.shows(/could not tell why/);
    expect(await starts()).toBe(0);
    await flow.workspace.waitFor(() => headerOf(flow.workspace.current(request)).includes('withdrawn'), {
      what: 'the withdrawn request',
      timeout: PATIENCE_MS,
    });
  });

  test('by two at once runs once', async () => {
    const scene = await open('high');
    const request = await requested(scene);
    const label = approveLabel(request);
    await Promise.all(['sam', 'lee', 'sam'].map((one) => scene.press(one, label, request, true)));
    await scene.verified();
    expect(await starts()).toBe(1);
  });
});

describe('nothing is run', () => {
  test('when an approver denies it, with a reason that all can read', async () => {
    const { workspace } = flow;
    const scene = await open('high');
    const request = await requested(scene);
    await scene.press('sam', 'Deny with reason', request);
    const modal = await workspace.waitFor(() => workspace.modals('sam').at(-1), { what: 'the question' });
    const input = modal.view.blocks.find(({ type }) => type === 'input');
    await workspace.person('sam').submit(modal, { [input?.block_id ?? '']: 'the maintenance ends at noon' });
    await workspace.waitFor(() => headerOf(workspace.current(request)).includes('denied'), { what: 'the denial' });
    expect(wordsOf(workspace, workspace.current(request))).toMatch(
      /Denied by sam \d\d:\d\d: the maintenance ends at noon/,
    );
    expect(labelsOf(workspace.current(request))).toEqual([]);
    await scene.shows(/could not tell why/, () => scene.labels().length > 0);
    await scene.replies('the maintenance ends at noon');
    expect(await starts()).toBe(0);
    await scene.end('denied');
  });

  test('when nobody answers in time, and a late yes is told so', async () => {
    const { workspace } = flow;
    const scene = await open('high');
    const request = await requested(scene);
    await workspace.waitFor(() => headerOf(workspace.current(request)).includes('lapsed'), {
      what: 'the lapse',
      timeout: 60_000 + PATIENCE_MS,
    });
    const said = await scene.told('sam', () => scene.press('sam', approveLabel(request), request, true));
    expect(said).toMatch(/^This request lapsed \d\d:\d\d\. Nothing was run\. Ask again from the card\./);
    expect(await starts()).toBe(0);
    await scene.end('lapsed');
  }, 400_000);

  test('when its target is another container by then', async () => {
    const scene = await open('high');
    const request = await requested(scene);
    await flow.stack.compose(['rm', '-f', 'redis']);
    await flow.stack.compose(['up', '--no-start', '--no-deps', 'redis']);
    await scene.press('sam', approveLabel(request), request);
    await scene.shows(/could not tell why/, () => scene.words().includes('Not what was approved any more'));
    expect(await starts()).toBe(0);
    await scene.end('void');
  });

  test('when somebody healed it meanwhile', async () => {
    const scene = await open('high');
    const request = await requested(scene);
    await flow.stack.docker(['start', flow.stack.containers.redis]);
    await scene.press('sam', approveLabel(request), request);
    await scene.shows(/redis/, () => scene.words().includes('No longer needed'));
    expect(await starts()).toBe(1);
    await scene.end('not-needed');
  });

  test('by an old button, or a forged one', async () => {
    const { workspace } = flow;
    const scene = await open('low');
    const old = scene.card;
    await scene.press('ada', 'Start redis');
    await scene.verified();
    expect(await scene.told('ada', () => scene.press('ada', 'Start redis', old, true))).toMatch(
      /Nothing (else )?was started/,
    );
    for (const value of ['INC-999:1', `${scene.incident}:99`, `${scene.incident}:-1`, 'restart', '']) {
      const forged = {
        ...old,
        blocks: JSON.parse(JSON.stringify(old.blocks).replaceAll(`${scene.incident}:1`, value)) as Message['blocks'],
      };
      expect(await scene.told('ada', () => scene.press('ada', 'Start redis', forged, true))).toMatch(/Nothing/);
    }
    expect(await starts()).toBe(1);
    expect(workspace.current(scene.card).deletedAt).toBeUndefined();
  });
});

describe('a remedy', () => {
  test('keeps its target from another incident, which is told who holds it', async () => {
    const first = await open('long');
    const second = await Scene.open(flow, '/incident cache-low');
    await first.press('ada', 'Start redis');
    await until(async () => (await starts()) === 1, 'the start');
    await flow.stack.docker(['stop', '-t', '1', flow.stack.containers.redis]);
    await second.press('sam', 'Start cache');
    await second.shows(/could not tell why/, () => second.words().includes(`${first.incident} works on`));
    second.keep('busy');
    await first.shows(/escalated|did not help/);
  });

  test('that was tried as often as it may be is off the card, and the next are called', async () => {
    const { workspace } = flow;
    const scene = await open('vain');
    await scene.press('ada', 'Start redis');
    const called = await scene.news(/^📣 .*: escalated$/);
    expect(workspace.mentions(called).users).toEqual([workspace.person('lee').id]);
    await scene.shows(/escalated/);
    expect(scene.labels()).not.toContain('Start redis');
    expect(await starts()).toBe(1);
    await scene.end('spent', 'by hand');
  });

  test('that worked is watched: a relapse is told, and offers it again in the same incident', async () => {
    const scene = await open('low');
    await scene.press('ada', 'Start redis');
    await scene.verified();
    await stopRedis(flow.stack);
    await scene.news(/^❌ .*: relapse$/);
    await scene.shows(/could not tell why/, () => scene.labels().includes('Start redis'));
    await scene.press('ada', 'Start redis');
    await scene.shows(WATCHED);
    expect(await starts()).toBe(2);
    await scene.end('relapse');
  });

  test('is asked for with words as with its button, and the glass is broken with words', async () => {
    const scene = await open('high');
    expect(await scene.type('kim', '/incident remedy')).toContain('/incident remedy start ');
    expect(await scene.type('ada', '/incident remedy strat')).toContain('nearest: start. Nothing was asked for.');
    await scene.type('ada', '/incident remedy start');
    await scene.shows(/approval wanted/);
    expect(await scene.told('kim', () => scene.type('kim', '/incident break-glass start hurry'))).toContain(
      'Nothing was run',
    );
    expect(await starts()).toBe(0);
    await scene.type('lee', '/incident break-glass start Sam and I are the only ones awake');
    const loud = await scene.news(/^⚠️ .*: approval skipped$/);
    expect(wordsOf(flow.workspace, loud)).toContain('lee skipped the approval: Sam and I are the only ones awake');
    await scene.verified();
    expect(await starts()).toBe(1);
    await scene.end('break-glass');
  });
});
