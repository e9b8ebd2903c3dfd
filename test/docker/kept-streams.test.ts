import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createContainers, type DockerContainers } from '../../src/docker/docker-containers.js';
import { until } from '../until.js';
import { engineEvent, fakeEngine, inspected, notFound, sendJson, type FakeEngine } from './fake-engine.js';

const service = { name: 'api', host: 'local', container: { name: 'api-server' }, project: null };
const never = new AbortController().signal;
const always = new Date(0).toISOString();
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** A fake engine with an event log of its own, kept streams, and one container. */
class Story {
  readonly events: { readonly at: number; readonly written: object }[] = [];
  readonly eventStreams = new Set<ServerResponse>();
  readonly statsStreams = new Map<string, Set<ServerResponse>>();
  container = 'a1';
  engine!: FakeEngine;
  containers!: DockerContainers;

  happens(action: string, id = this.container, attributes: Readonly<Record<string, string>> = {}): void {
    const at = Date.now();
    const written = engineEvent(at, action, id, attributes);
    this.events.push({ at, written });
    for (const stream of this.eventStreams) stream.write(`${JSON.stringify(written)}\n`);
  }

  measure(id: string, memory: number): void {
    for (const stream of this.statsStreams.get(id) ?? []) stream.write(`${JSON.stringify(measured(memory))}\n`);
  }

  streamsOf(id: string): number {
    return this.statsStreams.get(id)?.size ?? 0;
  }
}

function measured(usage: number): object {
  const cpu = { cpu_usage: { total_usage: 0 }, system_cpu_usage: 1, online_cpus: 1 };
  const memory = { usage, limit: 100, stats: {} };
  return { read: new Date().toISOString(), cpu_stats: cpu, precpu_stats: cpu, memory_stats: memory };
}

async function begin(): Promise<Story> {
  const story = new Story();
  story.engine = await fakeEngine((request, response, url) => {
    if (url.pathname === '/_ping') response.end('OK');
    else if (url.pathname === '/events') answerEvents(story, url, response);
    else if (url.pathname === '/containers/json') {
      sendJson(response, 200, story.container === '' ? [] : [{ Id: story.container, Names: ['/api-server'] }]);
    } else if (url.pathname === `/containers/${story.container}/json`) {
      sendJson(response, 200, inspected(story.container, 'api-server'));
    } else if (url.pathname.endsWith('/stats')) answerStats(story, url, response);
    else notFound(request, response, url);
  });
  story.containers = createContainers({ hosts: { local: { host: story.engine.host } } });
  open.push(story.engine, story.containers);
  return story;
}

function answerEvents(story: Story, url: URL, response: ServerResponse): void {
  response.writeHead(200);
  response.flushHeaders();
  for (const { written } of story.events) response.write(`${JSON.stringify(written)}\n`);
  if (url.searchParams.has('until')) {
    response.end();
    return;
  }
  story.eventStreams.add(response);
  response.on('close', () => story.eventStreams.delete(response));
}

function answerStats(story: Story, url: URL, response: ServerResponse): void {
  const id = url.pathname.split('/')[2] ?? '';
  const streams = story.statsStreams.get(id) ?? new Set();
  story.statsStreams.set(id, streams.add(response));
  response.on('close', () => streams.delete(response));
  response.writeHead(200);
  response.write(`${JSON.stringify(measured(10))}\n`);
}

function actions(story: Story): Promise<string[]> {
  return story.containers
    .events(service, always, never)
    .then((history) => history.events.map((event) => `${event.action} ${event.detail}`.trim()));
}

describe('the kept event stream', () => {
  test('tells what happened before anybody asked, also what the engine has forgotten since', async () => {
    const story = await begin();
    await until(() => story.eventStreams.size === 1, 'the event stream is open');
    story.happens('oom');
    story.happens('die', 'a1', { exitCode: '137' });
    await until(async () => (await actions(story)).length === 2, 'both events are told');
    story.events.shift();
    expect(await actions(story)).toEqual(['oom', 'die 137']);
  });

  test('comes back after the engine was away, and what happened meanwhile is told', async () => {
    const story = await begin();
    await until(() => story.eventStreams.size === 1, 'the event stream is open');
    story.happens('start');
    const { completeSince } = await story.containers.events(service, always, never);
    await story.engine.stop();
    await expect(story.containers.events(service, always, never)).rejects.toThrow('does not answer');
    story.happens('die', 'a1', { exitCode: '1' });
    await story.engine.start();
    await until(() => story.eventStreams.size === 1, 'the event stream is open again');
    expect(await actions(story)).toEqual(['start', 'die 1']);
    expect((await story.containers.events(service, always, never)).completeSince).toBe(completeSince);
  });

  test('says since when it is complete after a gap the engine cannot fill', async () => {
    const story = await begin();
    story.happens('start');
    const before = await story.containers.events(service, always, never);
    await story.engine.stop();
    story.events.length = 0;
    await new Promise((resolve) => setTimeout(resolve, 5));
    story.happens('start');
    await story.engine.start();
    const after = await story.containers.events(service, always, never);
    expect(after.events).toHaveLength(2);
    expect(Date.parse(after.completeSince)).toBeGreaterThan(Date.parse(before.completeSince));
    expect(after.completeSince).toBe(after.events[1]?.at);
  });

  test('is opened anew when it turns out to be dead without having ended', async () => {
    let late = 0;
    const story = await begin();
    await until(() => story.eventStreams.size === 1, 'the event stream is open');
    await story.containers.close();
    const containers = createContainers({
      hosts: { local: { host: story.engine.host } },
      now: () => new Date(Date.now() + late),
    });
    open.push(containers);
    await until(() => story.eventStreams.size === 1, 'the second event stream is open');
    const [dead] = story.eventStreams;
    // That the engine has begun to answer does not mean that the answer has arrived: what happens before then tells nothing.
    await until(async () => {
      // The engine has the event, the stream does not bring it.
      story.events.push({ at: Date.now(), written: engineEvent(Date.now(), 'die', 'a1') });
      late += 3_000;
      const { events } = await containers.events(service, always, never);
      expect(events).toHaveLength(story.events.length);
      return story.eventStreams.size === 1 && !story.eventStreams.has(dead as ServerResponse);
    }, 'a new stream');
  });
});

describe('the kept statistics of a watched service', () => {
  test('are told at once, and after the container is gone', async () => {
    const story = await begin();
    story.containers.watch(service);
    await until(() => story.streamsOf('a1') === 1, 'the stats stream is open');
    const container = await story.containers.find(service, never);
    if (container === null) throw new Error('there is a container');
    await until(async () => {
      story.measure('a1', 55);
      return (await story.containers.stats(service, container, never)).at(-1)?.memoryUsed === 55;
    }, 'the newest sample is told');
    story.container = '';
    for (const stream of story.statsStreams.get('a1') ?? []) stream.end();
    const kept = await story.containers.stats(service, { ...container, status: 'exited' }, never);
    expect([kept[0]?.memoryUsed, kept.at(-1)?.memoryUsed]).toEqual([10, 55]);
  });

  test('follow the container that replaces it as soon as that starts', async () => {
    const story = await begin();
    story.containers.watch(service);
    await until(() => story.streamsOf('a1') === 1 && story.eventStreams.size === 1, 'both streams are open');
    story.container = 'b2';
    story.happens('start', 'b2');
    // Well before the old one's stream would be given up for its silence.
    await until(() => story.streamsOf('b2') === 1, 'the new container is watched', 8_000);
    await until(() => story.streamsOf('a1') === 0, 'the old one is let go');
  });

  test('come back after the engine was away', async () => {
    const story = await begin();
    story.containers.watch(service);
    await until(() => story.streamsOf('a1') === 1, 'the stats stream is open');
    await story.engine.stop();
    await story.engine.start();
    await until(() => story.streamsOf('a1') === 1, 'the stats stream is open again');
  });

  test('of a service told twice are watched once, and asked for once where none are kept', async () => {
    const story = await begin();
    const container = await story.containers.find(service, never);
    if (container === null) throw new Error('there is a container');
    expect(await story.containers.stats(service, container, never)).toHaveLength(1);
    await until(() => story.streamsOf('a1') === 0, 'the single question is over');
    story.containers.watch(service);
    story.containers.watch({ ...service });
    await until(() => story.streamsOf('a1') === 1, 'the stats stream is open');
    expect(story.engine.asked.filter((path) => path.startsWith('/containers/a1/stats'))).toHaveLength(2);
  });
});
