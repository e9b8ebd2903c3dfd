import type { Stack } from '../../../demo/stack.js';

/** What differs between the small runbooks of these tests. */
export interface Mending {
  readonly id: string;
  /** `redis`, or `cache`: another name for the same container. */
  readonly service?: string;
  readonly risk?: 'low' | 'medium' | 'high' | 'critical';
  readonly attempts?: number;
  /** False: it is looked for something that starting the container does not bring. */
  readonly helps?: boolean;
  /** How long it is looked for what a remedy is to bring, at most: `30s`. */
  readonly within?: string;
  /** How long a remedy that worked is looked after: `5s`. */
  readonly watch?: string;
}

/** A runbook that finds the container of Redis stopped and starts it. Quick, so that approvals can be tried in all their ways. */
export function mending(options: Mending): string {
  const { id, service = 'redis', risk = 'medium', attempts = 2, helps = true, within = '30s', watch = '60s' } = options;
  return `
id: ${id}
title: ${service} is down
service: ${service}
severity: high
owner: platform
reviewed: 2026-11-22
review_every: 90d
checks:
  container: { type: container, title: Container }
users_feel: container
tree:
  - { ask: Is its container running?, when: container.running, yes: well, no: gone }
outcomes:
  well: { title: false alarm, state: up, kind: false_alarm, only_if: container.running, next: nothing. }
  gone: { title: not running, state: down, next: start ${service}., remedies: [start] }
  could_not_tell: { title: could not tell, state: unchecked, kind: blind, next: look by hand. }
remedies:
  start:
    type: start
    risk: ${risk}
    attempts: ${attempts}
    only_if: '!container.running'
    verify: { within: ${within}, that: ${helps ? 'container.running' : 'container.status == "paused"'} }
escalation:
  - { spent: start, to: '@senior-oncall' }
watch: { for: ${watch}, every: 1s }
`;
}

/** Stops the container of Redis, unless it is. */
export async function stopRedis(stack: Stack): Promise<void> {
  await stack.docker(['stop', '-t', '1', stack.containers.redis]);
}

/** How often the container of Redis was started since a moment, by the engine's own account. */
export async function startsSince(stack: Stack, since: Date): Promise<number> {
  const until = new Date(Date.now() + 1_000).toISOString();
  const range = ['--since', since.toISOString(), '--until', until];
  const filters = ['--filter', `container=${stack.containers.redis}`, '--filter', 'event=start'];
  const events = await stack.docker(['events', ...range, ...filters, '--format', '{{.Action}}']);
  return events.split('\n').filter((line) => line === 'start').length;
}
