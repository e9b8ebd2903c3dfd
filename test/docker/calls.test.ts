import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ENGINE_CALLS, mustBeListed, pathPattern, type EngineCall } from '../../src/docker/calls.js';
import { packageRoot } from '../../src/package-root.js';

const read = (file: string): string => readFileSync(join(packageRoot(), file), 'utf8');

/** The proxy's rule for a call. */
function rule(call: EngineCall): string {
  // A call that acts is known by its query too, and by having no body.
  const where = call.to === 'act' ? 'pathq' : 'path';
  const bodiless = call.to === 'act' && call.method === 'POST' ? ' { req.body_len 0 }' : '';
  const body = call.body === undefined ? bodiless : ` { req.body -m reg '${call.body}' }`;
  return `  http-request allow if { method ${call.method} } { ${where} -m reg '${pathPattern(call)}' }${body}`;
}

const looking = ENGINE_CALLS.filter(({ to }) => to === 'look');
const acting = ENGINE_CALLS.filter(({ to }) => to === 'act');

/** Its line in docs/security.md. */
const row = (call: EngineCall): string => `| \`${call.method} ${call.path}\` | ${call.why} |`;

function listed(method: string, written: string): void {
  const { pathname, search, searchParams } = new URL(`http://engine${written}`);
  // A URL resolves what a path must not hold.
  const path = search === '' ? written : pathname;
  mustBeListed(method, path, search === '' ? undefined : Object.fromEntries(searchParams));
}

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

  test('stand in two parts, in the proxy and in docs/security.md: to look, and to act', () => {
    expect([...looking, ...acting]).toEqual(ENGINE_CALLS);
    const [proxy, page] = [read('deploy/docker-proxy.cfg'), read('docs/security.md')];
    const actInProxy = proxy.slice(proxy.indexOf('# To act'), proxy.indexOf('# End of: to act'));
    expect(actInProxy.split('\n').filter((line) => line.includes('http-request allow'))).toEqual(acting.map(rule));
    const actInPage = page.slice(page.indexOf('### To act'), page.indexOf('### What that means'));
    expect(actInPage.split('\n').filter((line) => line.startsWith('| `'))).toEqual(acting.map(row));
  });

  test('that look change nothing but run what a check spells out', () => {
    expect(looking.filter(({ method }) => method !== 'GET').map(({ path }) => path)).toEqual([
      '/containers/{id}/exec',
      '/exec/{id}/start',
    ]);
  });

  test.each([
    ['POST', '/containers/api/stop'],
    ['POST', '/containers/api/stop?t=10&signal=KILL'],
    ['POST', '/containers/api/kill?signal=9'],
    ['POST', '/containers/api/start?detachKeys=a'],
    ['POST', '/containers/api/json'],
    ['POST', '/containers/create'],
    ['POST', '/containers/create?name=a&platform=x'],
    ['DELETE', '/containers/api?v=1'],
    ['DELETE', '/containers/api?force=1'],
    ['DELETE', '/networks/shop'],
    ['GET', '/containers/api/archive'],
    ['GET', '/containers/../json'],
    ['GET', '/containers/a%2fb/json'],
    ['GET', '/containers/api/json/'],
    ['GET', '/v1.41/info'],
    ['GET', '/secrets'],
    ['POST', '/exec/1/resize'],
  ])('have no %s %s among them', (method, path) => {
    expect(() => listed(method, path)).toThrow('is not on the list of Engine calls in src/docker/calls.ts');
  });

  test.each([
    ['GET', '/containers/json'],
    ['GET', `/containers/${'a1'.repeat(32)}/json`],
    ['GET', '/containers/runbook_api-1.x/logs'],
    ['GET', `/images/sha256:${'0'.repeat(64)}/json`],
    ['POST', '/containers/api/exec'],
    ['POST', '/containers/api/stop?t=60'],
    ['POST', '/containers/api/kill?signal=SIGUSR1'],
    ['POST', '/containers/create?name=shop_api-1'],
    ['DELETE', '/containers/api'],
  ])('have %s %s among them', (method, path) => {
    expect(() => listed(method, path)).not.toThrow();
  });
});
