import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { CannotLook } from '../../src/checks/check.js';
import type { Doing } from '../../src/remedies/remedy.js';
import { details, happened, history, words } from '../checks/builders.js';
import { FakeEngine, type Fault } from './fake-engine.js';
import { act, never, place, planned, remedy, services, settle } from './work.js';

/** A remedy in a world where it is possible. */
interface Scene {
  readonly type: string;
  readonly params: object;
  readonly build: (engine: FakeEngine) => void;
  /** What the world must be once it is done. */
  readonly works: (engine: FakeEngine) => boolean;
}

const CRASHED = { status: 'exited', exitCode: 1 } as const;
const runs = (engine: FakeEngine, name: string): boolean =>
  engine.containers.some(({ state }) => state.name === name && state.status === 'running');
const anew = (engine: FakeEngine): boolean => made(engine)?.status === 'running' && runs(engine, 'api-server');

const SCENES: Readonly<Record<string, Scene>> = {
  'restart of a container that runs': {
    ...{ type: 'restart', params: {} },
    build: (engine) => engine.add(),
    works: (engine) => engine.of('a1')?.state.startedAt !== '2026-01-01T02:00:00.000Z',
  },
  'restart of two': {
    ...{ type: 'restart', params: { also: ['postgres'], waits: '0s' } },
    build: (engine) => {
      engine.add();
      engine.add({ id: 'p1', name: 'postgres-1', ...CRASHED }, { service: 'postgres' });
    },
    works: (engine) => runs(engine, 'api-server') && runs(engine, 'postgres-1'),
  },
  'start of a stopped container': {
    ...{ type: 'start', params: {} },
    build: (engine) => engine.add(CRASHED),
    works: (engine) => runs(engine, 'api-server'),
  },
  'start of a paused container': {
    ...{ type: 'start', params: {} },
    build: (engine) => engine.add({ status: 'paused' }),
    works: (engine) => runs(engine, 'api-server'),
  },
  'hard restart of a container that runs': {
    ...{ type: 'hard_restart', params: { startup: 'complete' } },
    build: (engine) => engine.add(),
    works: anew,
  },
  'hard restart of a container that ended': {
    ...{ type: 'hard_restart', params: {} },
    build: (engine) => engine.add(CRASHED),
    works: anew,
  },
  'hard restart of a container on two networks': {
    ...{ type: 'hard_restart', params: {} },
    build: (engine) => {
      const [one, two] = ['shop_default', 'shop_back'].map((name) => ({
        ...{ name, networkId: name, ip: '', aliases: ['api'] },
      }));
      if (one !== undefined && two !== undefined) engine.add({}, { details: details({ networks: [one, two] }) });
    },
    works: (engine) => anew(engine) && onNetworks(engine).includes('shop_back'),
  },
  'more memory for a container that runs': {
    ...{ type: 'raise_memory', params: {} },
    build: (engine) => engine.add(),
    works: (engine) => engine.of('a1')?.state.memoryLimit === 4 * 1024 ** 3,
  },
  'more memory for one that was killed': {
    ...{ type: 'raise_memory', params: {} },
    build: (engine) => engine.add({ status: 'exited', exitCode: 137 }),
    works: (engine) => engine.of('a1')?.state.memoryLimit === 4 * 1024 ** 3 && runs(engine, 'api-server'),
  },
  reconnect: {
    ...{ type: 'reconnect', params: { network: 'shop_default' } },
    build: (engine) => {
      engine.networks.push({ id: 'n1', name: 'shop_default', driver: 'bridge', bridge: 'br-n1' });
      engine.add({}, { details: details({ networkMode: 'shop_default' }) });
    },
    works: (engine) => engine.of('a1')?.details.networks.some(({ name }) => name === 'shop_default') === true,
  },
  'dump and restart': {
    ...{ type: 'dump_and_restart', params: { wait: '10ms' } },
    build: (engine) => engine.add(),
    works: (engine) => engine.of('a1')?.state.startedAt !== '2026-01-01T02:00:00.000Z',
  },
  'rollback to the image before': {
    ...{ type: 'rollback_image', params: {} },
    build: (engine) => {
      engine.add({ image: 'api:2' }, { details: details({ imageId: 'sha256:2' }) });
      engine.images.set('api:1', 'sha256:1');
      engine.events = () => Promise.resolve(history([happened('02:00:00', 'destroy', 'api:1', 'a0')]));
    },
    works: (engine) => anew(engine) && made(engine)?.image === 'sha256:1',
  },
  'stop of the container that holds the port': {
    ...{ type: 'stop_holder', params: { port: 8000 } },
    build: (engine) => {
      const wantedPorts = [{ containerPort: 80, protocol: 'tcp', hostIp: '', hostPort: 8000 }];
      engine.add({ id: 'x1', name: 'other' }, { service: null, details: details({ wantedPorts }) });
      engine.add(CRASHED);
    },
    works: (engine) => runs(engine, 'api-server') && !runs(engine, 'other'),
  },
};

/** Every clause that speaks of how things are, and what must hold where it is said. A clause that none knows fails. */
const CLAIMS: readonly [RegExp, (engine: FakeEngine, ...found: string[]) => boolean][] = [
  [/^(\S+) runs$/, (engine, name = '') => runs(engine, name)],
  [/^(\S+) is stopped, exit code \d+$/, (engine, name) => status(engine, name) === 'exited'],
  [/^(\S+) is (paused)$/, (engine, name, is) => status(engine, name) === is],
  [/^(\S+) is started again$/, (engine, name = '') => runs(engine, name)],
  [/^(\S+) is stopped and could not be started again: .*$/, (engine, name) => status(engine, name) === 'exited'],
  [/^the old \S+ is started again$/, (engine) => engine.of('a1')?.state.status === 'running'],
  [
    /^the old \S+ is stopped and could not be started again: .*$/,
    (engine) => engine.of('a1')?.state.status === 'exited',
  ],
  [/^the old (\S+) has its name back$/, (engine, name) => engine.of('a1')?.state.name === name],
  [/^the old \S+ is still called (\S+): .*$/, (engine, name) => engine.of('a1')?.state.name === name],
  [/^the old \S+ may still be (?:stopped|called \S+)(?:: .*)?$/, () => true],
  [/^the new \S+ may still be there and have the name, created and not running(?:: .*)?$/, () => true],
  [/^(\S+) may still be stopped$/, () => true],
  [/^the new \S+ is removed$/, (engine) => engine.containers.every(({ mark }) => mark === null)],
  [/^the new \S+ is still there, created and not running: .*$/, (engine) => made(engine)?.status === 'created'],
  [/^(?:log saved, )?(\S+) (?:killed and )?made anew(?: from \S+)?$/, (engine) => made(engine)?.status === 'running'],
  [/^the old one may still be there, remove it with .docker rm (\S+).: .*$/, () => true],
  [/^restarted (\S+)(?: in \d+ s)?$/, (engine, name = '') => runs(engine, name)],
  [/^started (\S+)$/, (engine, name = '') => runs(engine, name)],
  [/^limit 2 GiB to 4 GiB(?:, started)?$/, (engine) => engine.of('a1')?.state.memoryLimit === 4 * 1024 ** 3],
  [/^the limit stays at 2 GiB: .*$/, (engine) => engine.of('a1')?.state.memoryLimit === 2 * 1024 ** 3],
  [/^stopped (\S+), started (\S+)$/, (engine, one = '', two = '') => !runs(engine, one) && runs(engine, two)],
  [/^(\S+) is not paused any more$/, (engine, name = '') => runs(engine, name)],
  [/^connected (\S+) to \S+$/, (engine) => engine.of('a1')?.details.networks.length === 1],
  [/^1 lines? saved$/, () => true],
  [/^not restarted$/, (engine) => engine.of('a1')?.state.startedAt === '2026-01-01T02:00:00.000Z'],
  [/^its start-up line came after \d+ s$/, () => true],
  // Why, which no world can prove.
  [/^(?:could not|its log could not be saved|Docker on host local is silent).*$/, () => true],
  [/^(?:the engine refused to \S+|the time to act was over)$/, () => true],
];

const status = (engine: FakeEngine, name = ''): string | undefined =>
  engine.containers.find(({ state }) => state.name === name)?.state.status;
const made = (engine: FakeEngine) => engine.containers.find(({ mark }) => mark !== null)?.state;
const onNetworks = (engine: FakeEngine): string[] =>
  engine.containers.flatMap(({ mark, details: { networks } }) =>
    mark === null ? [] : networks.map(({ name }) => name),
  );

function falseClaims(says: string, engine: FakeEngine, before: string): string[] {
  return says.split('; ').filter((clause) => {
    if (clause === 'nothing was changed') return engine.picture() !== before;
    const known = CLAIMS.find(([pattern]) => pattern.test(clause));
    return known === undefined || !known[1](engine, ...(known[0].exec(clause)?.slice(1) ?? []));
  });
}

/** Whether doing as people are told leads back to as many containers as there were, under their names and with a process again. */
async function isWayBack({ find, engine, before }: Tried): Promise<boolean> {
  const back = /To go back: (.*)$/.exec(find ?? '')?.[1];
  if (back === undefined) return true;
  const { docker } = engine;
  engine.faults.clear();
  for (const [, does, name, other] of back.matchAll(/`docker (\w+) (\S+?)(?: (\S+?))?`/g)) {
    const id = engine.containers.find(({ state }) => state.name === name)?.state.id ?? 'nobody';
    const permit = { check: () => undefined };
    if (does === 'rm') await docker.remove(services.api, id, permit, never);
    else if (does === 'rename') await docker.rename(services.api, id, other ?? '', permit, never);
    else if (does === 'start') await docker.start(services.api, id, permit, never);
    else return false;
  }
  return similar(engine.picture()) === similar(before);
}

const was = z.array(z.object({ one: z.object({ id: z.string(), name: z.string(), status: z.string() }) }));

function similar(picture: string): string {
  return JSON.stringify(was.parse(JSON.parse(picture)));
}

interface Tried {
  readonly engine: FakeEngine;
  readonly result: 'done' | 'failed' | 'thrown';
  readonly says: string;
  readonly wrong: readonly string[];
  /** What people are told to do where it cannot be told. */
  readonly find: string | null;
  /** The world as it was. */
  readonly before: string;
}

async function tryOut(scene: Scene, faults: readonly (readonly [number, Fault])[]): Promise<Tried> {
  const engine = new FakeEngine();
  scene.build(engine);
  const where = place(engine);
  const plan = await planned(scene.type, scene.params, where);
  const before = engine.picture();
  for (const [at, fault] of faults) engine.faults.set(at, fault);
  try {
    const { result, says } = await act(scene.type, plan.action, where);
    const wrong = falseClaims(words(says), engine, before);
    if (result === 'done' && !scene.works(engine)) wrong.push('it says done, and is not');
    const two = made(engine)?.status === 'running' && engine.of('a1') !== null;
    if (two && !words(says).includes('may still be there')) wrong.push('two are there, and it does not say so');
    return { engine, result, says: words(says), wrong, find: null, before };
  } catch (error) {
    if (!(error instanceof CannotLook)) throw error;
    const { happened: settled, says, find } = await settle(scene.type, plan, where);
    const wrong = falseClaims(error.reason, engine, before);
    if (settled === 'maybe' && find === null) wrong.push('it does not say how to find out');
    if (settled === 'no' && engine.picture() !== before)
      wrong.push('it settles that nothing happened, and something did');
    if (settled === 'yes' && !scene.works(engine)) wrong.push('it settles that it happened, and it did not');
    return { engine, result: 'thrown', says: words(says), wrong, find, before };
  }
}

const FAULTS: readonly Fault[] = ['refused', 'too_late', 'silent_before', 'silent_after'];

describe.each(Object.entries(SCENES))('%s', (_name, scene) => {
  test('works where nothing goes wrong, and settles as happened', async () => {
    const engine = new FakeEngine();
    scene.build(engine);
    const where = place(engine);
    const plan = await planned(scene.type, scene.params, where);
    expect(plan.label.length).toBeLessThanOrEqual(22);
    expect(plan.title.length).toBeLessThanOrEqual(60);
    expect((await settle(scene.type, plan, where)).happened).toBe('no');
    const before = engine.picture();
    const { result, says } = await act(scene.type, plan.action, where);
    expect([result, falseClaims(words(says), engine, before)]).toEqual(['done', []]);
    expect(scene.works(engine)).toBe(true);
    expect((await settle(scene.type, plan, where)).happened).toBe('yes');
  });

  test('says only what is true, whichever one or two of its changes go wrong, and loses no container', async () => {
    const { length } = (await tryOut(scene, [])).engine.calls;
    expect(length).toBeGreaterThan(0);
    const tries: (readonly (readonly [number, Fault])[])[] = [];
    for (let first = 0; first < length; first += 1) {
      for (const fault of FAULTS) {
        tries.push([[first, fault]]);
        for (let second = first + 1; second < first + 5; second += 1) {
          for (const other of FAULTS)
            tries.push([
              [first, fault],
              [second, other],
            ]);
        }
      }
    }
    const lies: string[] = [];
    for (const faults of tries) {
      const tried = await tryOut(scene, faults);
      const { engine, says, wrong, result } = tried;
      if (wrong.length > 0)
        lies.push([wrong, result, says, faults, engine.calls].map((one) => JSON.stringify(one)).join(' | '));
      if (engine.of('a1') === null && made(engine) === undefined)
        lies.push(`${JSON.stringify(faults)} lost it: ${engine.calls.join(', ')}`);
      const silent = faults.some(([at, fault]) => fault.startsWith('silent') && at < engine.calls.length);
      if (result === 'thrown' && !silent) lies.push(`${JSON.stringify(faults)} threw, and nobody was silent`);
      if (!(await isWayBack(tried))) lies.push(`${JSON.stringify(faults)}, this is no way back: ${String(tried.find)}`);
    }
    expect(lies).toEqual([]);
  });

  test('acts on no other container than the one it was planned for', async () => {
    const engine = new FakeEngine();
    scene.build(engine);
    const where = place(engine);
    const plan = await planned(scene.type, scene.params, where);
    engine.containers.splice(
      0,
      engine.containers.length,
      ...engine.containers.filter(({ state }) => state.id !== 'a1'),
    );
    const other = engine.add({ id: 'b2' });
    const was = JSON.stringify(other);
    const { result } = await act(scene.type, plan.action, where);
    expect([result, JSON.stringify(other)]).toEqual(['failed', was]);
  });
});

describe('a container that is made anew', () => {
  const scene = SCENES['hard restart of a container on two networks'];
  if (scene === undefined) throw new Error('there should be a scene');
  const inTurn = ['stop', 'rename', 'create', 'join', 'start', 'remove'];
  const every = inTurn.flatMap((change, at) => FAULTS.map((fault) => [change, fault, at] as const));

  test('is made in these changes, each with a permit of its own', async () => {
    const { engine } = await tryOut(scene, []);
    expect(engine.calls.map((call) => call.split(' ')[0])).toEqual(inTurn);
  });

  // Where nobody knows whether one was stopped or started, it is left to people: two of them might run.
  const unknown = every.filter(([change, fault]) => /^st/.test(change) && fault.startsWith('silent'));
  test.each(every.filter((one) => !unknown.includes(one)))(
    'leaves one that runs under its name, the old one or the new one, when its %s ends with %s',
    async (_change, fault, at) => {
      const { engine } = await tryOut(scene, [[at, fault]]);
      const running = engine.containers.filter(({ state }) => state.status === 'running');
      expect(running.map(({ state }) => state.name)).toEqual(['api-server']);
    },
  );

  test.each(unknown)(
    'takes nothing back when nobody knows whether its %s was done (%s)',
    async (_change, fault, at) => {
      const { engine, result } = await tryOut(scene, [[at, fault]]);
      expect([result, engine.calls.length]).toEqual(['thrown', at + 1]);
    },
  );

  test('is refused by a network: the old one is put back, and that is certain', async () => {
    const { says, result } = await tryOut(scene, [[3, 'too_late']]);
    expect([result, says]).toEqual([
      'failed',
      'could not make api-server anew: the time to act was over; the new api-server is removed; ' +
        'the old api-server has its name back; the old api-server is started again',
    ]);
  });

  test.each(['silent_before', 'silent_after'] as const)(
    'starts the old one again though nobody knows whether the new one is removed (%s)',
    async (fault) => {
      const engine = new FakeEngine();
      scene.build(engine);
      const where = place(engine);
      const { action } = await planned(scene.type, scene.params, where);
      engine.faults.set(3, 'refused').set(4, fault);
      const gone = fault === 'silent_after';
      const name = gone
        ? 'the old api-server has its name back'
        : 'the old api-server is still called api-server.before-INC-12-3: the name api-server is taken';
      await expect(act(scene.type, action, where)).rejects.toThrow(
        'the engine refused to join; Docker on host local is silent; the new api-server may still be there and have the ' +
          `name, created and not running; ${name}; the old api-server is started again`,
      );
      expect(engine.of('a1')?.state.status).toBe('running');
    },
  );

  test('stays where the record is lost once it runs: the old one is not started beside it', async () => {
    const engine = new FakeEngine();
    scene.build(engine);
    const where = place(engine);
    const { action } = await planned(scene.type, scene.params, where);
    const step: Doing['step'] = (says) => {
      if (words(says).startsWith('removing')) return Promise.reject(new Error('the database is gone'));
      return Promise.resolve({ check: () => undefined });
    };
    const acting = remedy(scene.type).act(action, { ...where, mark: 'INC-12/3', step }, never);
    await expect(acting).rejects.toThrow('the database is gone');
    expect([engine.of('a1')?.state.status, made(engine)?.status]).toEqual(['exited', 'running']);
  });

  test('takes nothing back once the bot ends', async () => {
    const engine = new FakeEngine();
    scene.build(engine);
    const where = place(engine);
    const { action } = await planned(scene.type, scene.params, where);
    engine.faults.set(3, 'refused');
    const ends = new AbortController();
    const step: Doing['step'] = (says) => {
      if (words(says).startsWith('connecting')) ends.abort();
      return Promise.resolve({ check: () => undefined });
    };
    const acting = remedy(scene.type).act(action, { ...where, mark: 'INC-12/3', step }, ends.signal);
    await expect(acting).rejects.toThrow('the engine refused to join');
    expect(engine.calls.at(-1)).toMatch(/^join /);
  });
});
