import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../../src/package-root.js';

/** A folder of runbooks of a test's own. */
export interface RunbookFolder {
  /** For RUNBOOKS. */
  readonly path: string;
  remove(): Promise<void>;
}

/** Writes runbooks by file name into a folder of their own, beside the files that the project's own share. */
export async function runbookFolder(files: Readonly<Record<string, string>>): Promise<RunbookFolder> {
  const path = await mkdtemp(join(tmpdir(), 'runbooks-'));
  await cp(join(packageRoot(), 'runbooks/shared'), join(path, 'shared'), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** The project's own runbook, as it is reviewed. */
export async function apiDown(): Promise<string> {
  return readFile(join(packageRoot(), 'runbooks/api-down.yml'), 'utf8');
}

/** A runbook that asks one port of its service. */
export function portRunbook(id: string, service: string): string {
  return `
id: ${id}
title: Port of ${service}
service: ${service}
severity: high
owner: platform
reviewed: 2026-11-22
review_every: 90d
checks:
  port: { type: port, title: Port, host: '\${service.host}', port: '\${service.port}', timeout: 9s }
users_feel: port
tree:
  - { ask: Is its port open?, when: port.open, yes: open, no: closed }
outcomes:
  open: { title: false alarm, state: up, kind: false_alarm, only_if: port.open, next: look at the alert rule. }
  closed: { title: port closed, state: down, next: start ${service}. }
  could_not_tell: { title: could not tell, state: unchecked, kind: blind, next: look by hand. }
`;
}

/** A runbook that asks one URL, which a test can keep waiting. `limit` is how long the question may take. */
export function urlRunbook(id: string, service: string, limit = '9s'): string {
  return `
id: ${id}
title: Health of ${service}
service: ${service}
severity: high
owner: platform
reviewed: 2026-11-22
review_every: 90d
checks:
  health: { type: http, title: Health endpoint, url: '\${service.health}', timeout: ${limit}, expect: 200 }
  port: { type: port, title: Port, host: '\${service.host}', port: '\${service.port}', timeout: 9s }
users_feel: health
tree:
  - { ask: Does the health endpoint answer 200?, when: health.ok, yes: well, no: ill }
outcomes:
  well: { title: false alarm, state: up, kind: false_alarm, only_if: health.ok, next: look at the alert rule. }
  ill: { title: answers with errors, state: down, next: read the log of ${service}. }
  could_not_tell: { title: could not tell, state: unchecked, kind: blind, next: look by hand. }
`;
}

/** A runbook that finds its service stale whenever it runs, and restarts it without asking anybody. */
export function restartRunbook(id: string, service: string): string {
  return `
id: ${id}
title: ${service} is stale
service: ${service}
severity: high
owner: platform
reviewed: 2026-11-22
review_every: 90d
checks:
  container: { type: container, title: Container }
users_feel: container
tree:
  - { ask: Is its container running?, when: container.running, yes: stale, no: gone }
outcomes:
  stale: { title: stale, state: degraded, next: restart ${service}., remedies: [restart] }
  gone: { title: not running, state: down, next: start ${service}. }
  could_not_tell: { title: could not tell, state: unchecked, kind: blind, next: look by hand. }
remedies:
  restart:
    type: restart
    grace: 1s
    risk: low
    attempts: 10
    only_if: container.status == "running"
    verify: { within: 10s, that: container.running }
watch: { for: 5s, every: 1s }
`;
}
