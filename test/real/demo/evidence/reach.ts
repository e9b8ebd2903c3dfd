import { expect } from '@jest/globals';
import type { Stack } from '../../../../demo/stack.js';
import { ask, type EvidenceOf } from '../trials.js';

const unhealthy = { status: 'running', health: 'unhealthy' };
const healthy = { status: 'running', health: 'healthy' };

/** What the API answers on a port inside its container. */
async function inside(stack: Stack, port: number): Promise<string> {
  const url = `http://localhost:${port}/v1/health`;
  const answer = await stack.exec('api', ['sh', '-c', `curl -s -m 20 -o /dev/null -w '%{http_code}' ${url} || true`]);
  return answer.trim();
}

async function network(stack: Stack, what: 'Ports' | 'Networks'): Promise<string> {
  const format = `{{json .NetworkSettings.${what}}}`;
  return (await stack.docker(['inspect', '--format', format, stack.containers.api])).trim();
}

/** Faults between the API and those who ask it. */
export const reach: EvidenceOf = {
  'host-port-taken-by-container': {
    state: { status: 'created', exitCode: 128, health: 'none' },
    answer: 404,
    log: /^$/,
    also: async (stack) => {
      expect((await stack.state('api'))?.error).toMatch(/Bind for 127\.0\.0\.1:\d+ failed: port is already allocated$/);
      const holders = ['ps', '--filter', `publish=${stack.ports.api}`, '--format', '{{.Names}}'];
      expect((await stack.docker(holders)).trim()).toBe(`${stack.project}-reports`);
    },
  },
  'host-port-taken-by-process': {
    state: { status: 'exited', exitCode: 128 },
    answer: 404,
    log: /Application shutdown complete/,
    also: async (stack) => {
      const reason = new RegExp(`listen tcp4 127\\.0\\.0\\.1:${stack.ports.api}: bind: address already in use$`);
      expect((await stack.state('api'))?.error).toMatch(reason);
      expect(await stack.docker(['ps', '-q', '--filter', `publish=${stack.ports.api}`])).toBe('');
    },
  },
  'port-taken-inside': {
    state: { status: 'exited', exitCode: 1 },
    answer: 'refused',
    log: /\[Errno 98\] error while attempting to bind on address \('0\.0\.0\.0', 8000\): address already in use/,
  },
  'port-not-published': {
    state: healthy,
    answer: 'refused',
    log: 'quiet',
    also: async (stack) => {
      expect(await network(stack, 'Ports')).toBe('{"8000/tcp":null}');
      expect(await inside(stack, 8000)).toBe('200');
      expect(await ask(stack.urls.frontend)).toBe(200);
    },
  },
  'wrong-port-inside': {
    state: unhealthy,
    answer: 'reset',
    log: /Uvicorn running on http:\/\/0\.0\.0\.0:8080/,
    also: async (stack) => {
      expect(await inside(stack, 8000)).toBe('000');
      expect(await inside(stack, 8080)).toBe('200');
    },
  },
  'loopback-only': {
    state: healthy,
    answer: 'reset',
    log: /Uvicorn running on http:\/\/127\.0\.0\.1:8000/,
    also: async (stack) => {
      expect(await inside(stack, 8000)).toBe('200');
      expect(await ask(stack.urls.frontend)).toBe(502);
    },
  },
  'network-disconnected': {
    state: unhealthy,
    answer: 'refused',
    // About PostgreSQL it complains later: looking up a name without a network takes its time.
    log: /could not connect to redis: /,
    also: async (stack) => {
      expect(await network(stack, 'Networks')).toBe('{}');
      expect(await network(stack, 'Ports')).toBe('{}');
    },
  },
};
