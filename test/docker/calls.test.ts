import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ENGINE_CALLS, mustBeListed, pathPattern, type EngineCall } from '../../src/docker/calls.js';
import { packageRoot } from '../../src/package-root.js';

const read = (file: string): string => readFileSync(join(packageRoot(), file), 'utf8');

/** The proxy's rule for a call. */
function rule(call: EngineCall): string {
  const body = call.body === undefined ? '' : ` { req.body -m reg '${call.body}' }`;
  return `  http-request allow if { method ${call.method} } { path -m reg '${pathPattern(call)}' }${body}`;
}

/** Its line in docs/security.md. */
const row = (call: EngineCall): string => `| \`${call.method} ${call.path}\` | ${call.why} |`;

describe('the calls of the Engine API', () => {
  test('are those the proxy lets through, and no other', () => {
    const rules = read('deploy/docker-proxy.cfg').split('\n');
    expect(rules.filter((line) => line.includes('http-request allow'))).toEqual(ENGINE_CALLS.map(rule));
    expect(rules.filter((line) => /^ +http-request/.test(line)).at(-1)).toMatch(/http-request deny deny_status 403/);
  });

  test('are those that docs/security.md lists', () => {
    const rows = read('docs/security.md').split('\n');
    expect(rows.filter((line) => /^\| `(GET|POST|PUT|DELETE|HEAD)/.test(line))).toEqual(ENGINE_CALLS.map(row));
  });

  test('change nothing but run what a check spells out', () => {
    expect(ENGINE_CALLS.filter(({ method }) => method !== 'GET').map(({ path }) => path)).toEqual([
      '/containers/{id}/exec',
      '/exec/{id}/start',
    ]);
  });

  test.each([
    ['POST', '/containers/api/stop'],
    ['POST', '/containers/api/json'],
    ['DELETE', '/containers/api'],
    ['GET', '/containers/api/archive'],
    ['GET', '/containers/../json'],
    ['GET', '/containers/a%2fb/json'],
    ['GET', '/containers/api/json/'],
    ['GET', '/v1.41/info'],
    ['GET', '/secrets'],
    ['POST', '/exec/1/resize'],
  ])('have no %s %s among them', (method, path) => {
    expect(() => mustBeListed(method, path)).toThrow('is not on the list of Engine calls in src/docker/calls.ts');
  });

  test.each([
    ['GET', '/containers/json'],
    ['GET', `/containers/${'a1'.repeat(32)}/json`],
    ['GET', '/containers/runbook_api-1.x/logs'],
    ['GET', `/images/sha256:${'0'.repeat(64)}/json`],
    ['POST', '/containers/api/exec'],
  ])('have %s %s among them', (method, path) => {
    expect(() => mustBeListed(method, path)).not.toThrow();
  });
});
