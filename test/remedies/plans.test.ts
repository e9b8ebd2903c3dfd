import { describe, expect, test } from '@jest/globals';
import { details, happened, history, words } from '../checks/builders.js';
import { FakeEngine } from './fake-engine.js';
import { act, impossible, place, planned, services, type Record } from './work.js';

const GIB = 1024 ** 3;
const EXITED = { status: 'exited', exitCode: 137 } as const;

function engineWith(...changes: Parameters<FakeEngine['add']>): FakeEngine {
  const engine = new FakeEngine();
  engine.add(...changes);
  return engine;
}

describe('restart', () => {
  test('says what it does, and how a person would', async () => {
    const plan = await planned('restart', { grace: '60s' }, place(engineWith()));
    expect(plan).toMatchObject({
      title: 'restart api',
      label: 'Restart api',
      like: 'docker restart -t 60 api-server',
      undo: null,
      holds: ['local/api-server'],
      action: { targets: [{ service: 'api', id: 'a1', name: 'api-server' }], grace: 60_000 },
      longest: 80_000,
    });
    expect(words(plan.does)).toBe('container api-server on host local, 60 s grace');
  });

  test('takes a dependency first and holds both', async () => {
    const engine = engineWith();
    engine.add({ id: 'p1', name: 'postgres-1' }, { service: 'postgres' });
    const plan = await planned('restart', { also: ['api'] }, place(engine, services.postgres));
    expect(plan).toMatchObject({ title: 'restart postgres, then api', label: 'Restart postgres, api' });
    expect(plan.holds).toEqual(['local/postgres-1', 'local/api-server']);
    const record: Record = { steps: [] };
    await act('restart', plan.action, place(engine, services.postgres), record);
    expect(engine.calls).toEqual(['restart p1', 'restart a1']);
    expect(record.steps).toEqual(['restarting postgres-1', 'restarting api-server']);
  });

  test('waits for the first to be healthy, and goes on where it is not in time', async () => {
    const engine = engineWith();
    engine.add({ id: 'p1', name: 'postgres-1', health: 'starting' }, { service: 'postgres' });
    const where = place(engine, services.postgres);
    const { action } = await planned('restart', { also: ['api'], waits: '1s' }, where);
    const { says } = await act('restart', action, where);
    expect(words(says)).toBe(
      'restarted postgres-1 in 1 s; postgres-1 was not healthy after 1 s; restarted api-server in 1 s',
    );
  });

  test('is impossible without a container, and with a service that config.yml does not know', async () => {
    expect(await impossible('restart', {}, place(new FakeEngine()))).toBe('there is no container of api on host local');
    expect(await impossible('restart', { also: ['redis'] }, place(engineWith()))).toBe(
      'config.yml has no service called redis',
    );
    expect(await impossible('restart', {}, place(engineWith({ status: 'removing' })))).toBe(
      'api-server is being removed',
    );
  });
});

describe('more memory', () => {
  test('is said with both limits and the line that keeps it', async () => {
    const plan = await planned('raise_memory', {}, place(engineWith(EXITED)));
    expect(plan).toMatchObject({
      title: 'raise memory of api to 4 GiB',
      label: 'Raise memory to 4 GiB',
      like: 'docker update -m 4g --memory-swap 4g api-server',
      undo: 'back to 2 GiB',
      afterwards: 'set `mem_limit: 4g` in docker-compose.yml; the next recreate undoes this',
      action: { from: 2 * GIB, to: 4 * GIB },
    });
    expect(words(plan.does)).toBe(
      'container api-server on host local, limit 2 GiB to 4 GiB, started if it does not run',
    );
  });

  test('stops at the ceiling of config.yml', async () => {
    const plan = await planned('raise_memory', { factor: 16 }, place(engineWith()));
    expect(plan.action).toMatchObject({ to: 4 * GIB });
    expect(await impossible('raise_memory', {}, place(engineWith({ memoryLimit: 4 * GIB })))).toBe(
      'api-server has 4 GiB of memory, and config.yml allows no more than 4 GiB',
    );
    expect(await impossible('raise_memory', {}, place(engineWith({ memoryLimit: 0 })))).toBe(
      'api-server has no memory limit to raise',
    );
  });
});

describe('hard restart', () => {
  test('says so where the log cannot be saved, and goes on since that was approved', async () => {
    const engine = engineWith();
    engine.noLog = 'its log driver keeps nothing';
    const plan = await planned('hard_restart', {}, place(engine));
    expect(words(plan.does)).toContain('its log cannot be saved (its log driver keeps nothing)');
    expect(words((await act('hard_restart', plan.action, place(engine))).says)).toBe('api-server killed and made anew');
  });

  test('changes nothing where the log that was promised cannot be saved', async () => {
    const engine = engineWith();
    const { action } = await planned('hard_restart', {}, place(engine));
    engine.noLog = 'the disk is full';
    const { result, says } = await act('hard_restart', action, place(engine));
    expect([result, words(says)]).toEqual([
      'failed',
      'its log could not be saved: the disk is full; nothing was changed',
    ]);
    expect(engine.calls).toEqual([]);
  });

  test('keeps the log, masked, also where the container could not be made anew', async () => {
    const log = [{ at: '2026-01-01T03:00:00.000Z', stream: 'stdout' as const, text: 'password=hunter2secret' }];
    const engine = engineWith({}, { log });
    const { action } = await planned('hard_restart', {}, place(engine));
    engine.faults.set(2, 'refused');
    const { result, texts } = await act('hard_restart', action, place(engine));
    expect([result, texts?.[0]?.name]).toEqual(['failed', 'api-server-log.txt']);
    expect(texts?.[0]?.body).not.toContain('hunter2secret');
  });

  test('is done where the start-up line does not come, and says that', async () => {
    const engine = engineWith();
    engine.mute = true;
    const { action } = await planned('hard_restart', { startup: 'complete', within: '30s' }, place(engine));
    const { result, says } = await act('hard_restart', action, place(engine));
    expect([result, words(says)]).toEqual([
      'done',
      'log saved, api-server killed and made anew; its start-up line did not come within 30 s',
    ]);
  });
});

describe('start', () => {
  test('has nothing to do for a container that runs', async () => {
    expect(await impossible('start', {}, place(engineWith()))).toBe('api-server runs; there is nothing to start');
    expect(await impossible('start', {}, place(new FakeEngine()))).toBe(
      'there is no container of api on host local; config.yml names no project folder for api (project:)',
    );
    expect(await impossible('start', {}, place(engineWith({ status: 'restarting', exitCode: 1 })))).toBe(
      'api-server ends and is restarted, exit code 1; there is nothing to start',
    );
  });
});

describe('dump and restart', () => {
  test('has nothing to save of a container that does not run', async () => {
    expect(await impossible('dump_and_restart', {}, place(engineWith(EXITED)))).toBe(
      'api-server is stopped, exit code 137; there are no stacks to save',
    );
  });

  test('brings what was written since the signal, and nothing from before', async () => {
    const engine = engineWith();
    const { action } = await planned('dump_and_restart', { wait: '10ms' }, place(engine));
    const { texts, says } = await act('dump_and_restart', action, place(engine));
    expect(texts?.map(({ body }) => body)).toEqual([expect.stringMatching(/^\S+ Thread 1: waiting\n$/)]);
    expect(words(says)).toBe('1 line saved; restarted api-server');
    expect(engine.calls).toEqual(['kill a1 SIGUSR1', 'restart a1']);
  });
});

describe('reconnect', () => {
  const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'api' };
  const on = (...names: string[]) =>
    details({
      labels: { ...labels, 'com.docker.compose.service': 'postgres' },
      networks: names.map((name) => ({ name, networkId: name, ip: '', aliases: [] })),
      networkMode: 'shop_default',
    });

  function engine(own: string[], peer: string[]): FakeEngine {
    const built = engineWith({}, { details: { ...on(...own), labels } });
    built.add({ id: 'p1', name: 'postgres-1' }, { service: 'postgres', details: on(...peer) });
    for (const name of ['shop_default', 'shop_back'])
      built.networks.push({ id: name, name, driver: 'bridge', bridge: '' });
    return built;
  }

  test('finds the network that its peers share', async () => {
    const plan = await planned('reconnect', { peers: ['postgres'] }, place(engine([], ['shop_default'])));
    expect(plan).toMatchObject({
      title: 'reconnect api to shop_default',
      like: 'docker network connect --alias api --alias api-server shop_default api-server',
      action: { network: 'shop_default', aliases: ['api', 'api-server'] },
    });
  });

  test('takes the one it is not on, its own first', async () => {
    const other = await planned(
      'reconnect',
      { peers: ['postgres'] },
      place(engine(['shop_default'], ['shop_default', 'shop_back'])),
    );
    expect(other.action).toMatchObject({ network: 'shop_back' });
    const own = await planned('reconnect', { peers: ['postgres'] }, place(engine([], ['shop_back', 'shop_default'])));
    expect(own.action).toMatchObject({ network: 'shop_default' });
  });

  test('is impossible where it is on it, where nobody is, and where there is none', async () => {
    const asked = (params: object, own: string[], peer: string[]) =>
      impossible('reconnect', params, place(engine(own, peer)));
    expect(await asked({ peers: ['postgres'] }, ['shop_default'], ['shop_default'])).toBe(
      'there is no network of postgres that it is not on',
    );
    expect(await asked({ peers: ['redis'] }, [], [])).toBe('redis runs on no network that could be joined');
    expect(await asked({ network: 'nowhere' }, [], [])).toBe('host local has no network nowhere');
    expect(await asked({ network: 'shop_back' }, ['shop_back'], [])).toBe('api-server is on network shop_back already');
  });
});

describe('rollback of an image', () => {
  function engine(previous: string): FakeEngine {
    const built = engineWith({ image: 'api:2' }, { details: details({ imageId: 'sha256:2222' }) });
    built.images.set('api:1', 'sha256:1111');
    built.images.set('api:2', 'sha256:2222');
    built.events = () => Promise.resolve(history([happened('02:00:00', 'destroy', previous, 'a0')]));
    return built;
  }

  test('goes by the id of what the predecessor ran', async () => {
    const plan = await planned('rollback_image', {}, place(engine('api:1')));
    expect(plan).toMatchObject({ title: 'roll back api to api:1', action: { image: 'sha256:1111' } });
    expect(words(plan.does)).toBe(
      'container api-server on host local, made anew from api:1 (1111), now api:2 (2222), 10 s grace',
    );
  });

  test('goes by the id where the bot saw the container before, whatever its name means now', async () => {
    const built = engine('api:2');
    const seen = { ...happened('02:00:00', 'destroy', 'api:2', 'a0'), imageId: 'sha256:0000' };
    built.events = () => Promise.resolve(history([seen]));
    built.images.set('sha256:0000', 'sha256:0000');
    const plan = await planned('rollback_image', {}, place(built));
    expect(plan).toMatchObject({ title: 'roll back api to image 0000', action: { image: 'sha256:0000' } });
    built.events = () => Promise.resolve(history([{ ...seen, imageId: 'sha256:2222' }]));
    built.images.set('sha256:2222', 'sha256:2222');
    expect(await impossible('rollback_image', {}, place(built))).toBe(
      'no other image than api:2 is known to have run before',
    );
    built.events = () => Promise.resolve(history([happened('02:00:00', 'destroy', 'ghcr.io/shop/api:2', 'a0')]));
    expect(await impossible('rollback_image', {}, place(built))).toBe(
      'which image ghcr.io/shop/api:2 was is not known: the bot did not see that container',
    );
  });

  test('goes back beyond hard restarts, which change no image', async () => {
    const built = engine('api:1');
    const restarted = happened('02:30:00', 'destroy', 'api:2', 'a5');
    built.events = () => Promise.resolve(history([happened('02:00:00', 'destroy', 'api:1', 'a0'), restarted]));
    expect((await planned('rollback_image', {}, place(built))).action).toMatchObject({ image: 'sha256:1111' });
  });

  test('never goes forward: what ran in between and was gone back from is no way back', async () => {
    const built = engine('api:1');
    built.images.set('sha256:2222', 'sha256:2222');
    built.built.set('sha256:2222', '2026-01-01T01:00:00.000Z');
    built.built.set('api:1', '2026-01-01T02:00:00.000Z');
    expect(await impossible('rollback_image', {}, place(built))).toBe(
      'api:1, which ran before, is newer than what runs now: there is nothing to go back to',
    );
    built.built.set('api:1', '2026-01-01T00:30:00.000Z');
    expect((await planned('rollback_image', {}, place(built))).action).toMatchObject({ image: 'sha256:1111' });
  });

  test('is impossible where nobody knows what ran before', async () => {
    expect(await impossible('rollback_image', {}, place(engine('api:0')))).toBe(
      'the image api:0 that ran before is not on host local any more',
    );
    expect(await impossible('rollback_image', {}, place(engine('api:2')))).toBe(
      'no other image than api:2 is known to have run before',
    );
    expect(await impossible('rollback_image', {}, place(engineWith()))).toBe(
      'Docker events tell of no container before this one',
    );
  });
});

describe('stop of the container that holds a port', () => {
  const wantedPorts = [{ containerPort: 80, protocol: 'tcp', hostIp: '', hostPort: 8000 }];

  test('names whose container it is, and holds both', async () => {
    const engine = engineWith(EXITED);
    const labels = { 'com.docker.compose.project': 'blog' };
    engine.add({ id: 'x1', name: 'web', image: 'nginx' }, { service: null, details: details({ wantedPorts, labels }) });
    const plan = await planned('stop_holder', { port: 8000 }, place(engine));
    expect(words(plan.does)).toBe(
      'container web on host local, image nginx, Compose project blog, holds port 8000: stopped, 10 s grace; then api-server started',
    );
    expect(plan).toMatchObject({ holds: ['local/web', 'local/api-server'], label: 'Free port 8000' });
  });

  test('is impossible where no other container holds it, and where the service runs', async () => {
    expect(await impossible('stop_holder', { port: 8000 }, place(engineWith(EXITED)))).toBe(
      'no container holds port 8000 of host local',
    );
    expect(await impossible('stop_holder', { port: 8000 }, place(engineWith()))).toBe(
      'api-server runs; it does not wait for a port',
    );
  });
});
