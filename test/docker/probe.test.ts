import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { probeDockerHost } from '../../src/docker/probe.js';
import { fakeEngine, sendJson, type FakeEngine } from './fake-engine.js';

const never = new AbortController().signal;

let engine: FakeEngine;
beforeEach(async () => {
  engine = await fakeEngine();
});
afterEach(() => engine.close());

const probe = () => probeDockerHost('far', { host: engine.host }, never);

/** Answers as an engine with this API version. */
function speaks(api: string, cgroup?: string): void {
  engine.answer = (_request, response, { pathname }) => {
    if (pathname === '/version') sendJson(response, 200, { Version: '1.2.3', ApiVersion: api });
    else if (pathname === '/info') sendJson(response, 200, cgroup === undefined ? {} : { CgroupVersion: cgroup });
    else sendJson(response, 200, []);
  };
}

describe('a look at a Docker host', () => {
  test('tells what it is', async () => {
    speaks('1.53', '2');
    expect(await probe()).toEqual({
      ...{ name: 'far', address: engine.host, reachable: true, problem: null, mend: null },
      ...{ engineVersion: '1.2.3', apiVersion: '1.53', cgroup: 'v2' },
    });
  });

  test.each([
    ['1.41', null],
    ['1.40', 'Docker on host far is older than 20.10, the oldest the bot knows.'],
    ['1.9', 'Docker on host far is older than 20.10, the oldest the bot knows.'],
    ['2.0', null],
  ])('with API %s says: %s', async (api, problem) => {
    speaks(api);
    expect(await probe()).toMatchObject({ apiVersion: api, cgroup: 'v1', problem });
  });

  test('that is not there says where to look', async () => {
    await engine.stop();
    const report = await probe();
    expect(report).toMatchObject({ reachable: false, engineVersion: null, cgroup: null });
    expect(report.problem).toMatch(/^Docker on host far does not answer: /);
    expect(report.mend).toContain('DOCKER_HOST for local, docker.hosts in config.yml for the others');
  });

  test('that may not list containers is wrong, though it answers', async () => {
    speaks('1.41');
    const { answer } = engine;
    engine.answer = (request, response, url) => {
      if (url.pathname === '/containers/json') sendJson(response, 403, { message: 'not for you' });
      else answer(request, response, url);
    };
    const report = await probe();
    expect(report).toMatchObject({
      reachable: true,
      problem: expect.stringContaining('not for you (HTTP 403)') as unknown,
    });
    expect(report.mend).toContain('docs/security.md');
  });

  test('with an address that is none says what would be right', async () => {
    expect(await probeDockerHost('far', { host: 'here' }, never)).toMatchObject({
      reachable: false,
      problem: expect.stringContaining('Docker host far has an address with no scheme') as unknown,
    });
  });
});
