import { dueRound } from '../../src/incident/due.js';
import type { Command } from '../../src/incident/command.js';
import type { Compared, Offer, Plan, Policy } from '../../src/incident/remedy.js';
import type { Runbook } from '../../src/runbook/runbook.js';
import { makeAnswers, makeRunbook, Story } from '../builders.js';

/** A runbook with a ladder: restart, hard restart, and memory beside it. */
export const mendable = makeRunbook(`
checks:
  health: { type: bot, title: Health endpoint, has: { ok: bool } }
  container: { type: docker, title: Container, has: { oom_killed: bool, killed_at: time } }
users_feel: health
tree: [{ ask: Does it answer?, when: health.ok, yes: fine, no: broken }]
outcomes:
  fine: { title: false alarm, state: up, kind: false_alarm, only_if: health.ok, next: check the alert rule., show: [health] }
  broken: { title: does not answer, state: down, next: look at its log., remedies: [restart], show: [health] }
causes:
  out_of_memory:
    title: out of memory
    next: raise its memory limit.
    remedies: [raise_memory, restart]
    symptoms: [{ when: container.oom_killed, weight: 6, say: 'killed by the kernel for memory {{container.killed_at}}' }]
  redis_down:
    title: port taken
    next: free the port.
    symptoms: [{ when: '!container.oom_killed && health.ok', weight: 6 }]
remedies:
  restart: { type: mend, risk: medium, only_if: '!health.ok', verify: { within: 30s, that: health.ok }, attempts: 3, then: hard_restart }
  raise_memory: { type: mend, risk: high, only_if: '!health.ok', verify: { within: 30s, that: health.ok } , then: hard_restart }
  hard_restart: { type: mend, risk: critical, only_if: '!health.ok', verify: { within: 30s, that: health.ok } }
escalation: [{ spent: hard_restart, to: senior-oncall }]
watch: { for: 15m, every: 30s }
`);

export const POLICIES: Readonly<Record<Policy['risk'], Policy>> = {
  low: policy('low', 0, false),
  medium: policy('medium', 1, false),
  high: policy('high', 1, true),
  critical: policy('critical', 2, true),
};

function policy(risk: Policy['risk'], approvals: number, others: boolean): Policy {
  const from = 'api-approvers';
  return { risk, approvals, others, from, groups: ['S1'], users: [], breakGlass: 'leads', lapsesAfter: 600_000 };
}

const rest = { service: 'api', holds: ['local/api-server'], action: {}, before: {} };
export const PLANS: Readonly<Record<'restart' | 'raise_memory' | 'hard_restart', Plan>> = {
  restart: {
    ...rest,
    title: 'restart api',
    label: 'Restart api',
    does: ['container ', { code: 'api-server' }, ' on host local, 60 s grace'],
    like: 'docker restart -t 60 api-server',
    undo: null,
    afterwards: null,
    longest: 75_000,
  },
  raise_memory: {
    ...rest,
    title: 'raise memory of api to 4 GiB',
    label: 'Raise memory to 4 GiB',
    does: ['container ', { code: 'api-server' }, ' on host local: limit 2 GiB to 4 GiB, then start'],
    like: 'docker update -m 4g --memory-swap 4g api-server',
    undo: 'back to 2 GiB',
    afterwards: 'set `mem_limit: 4g` in docker-compose.yml; the next recreate undoes this',
    longest: 30_000,
  },
  hard_restart: {
    ...rest,
    title: 'hard restart api, its log saved first',
    label: 'Hard restart api',
    does: ['container ', { code: 'api-server' }, ' on host local: save its log, kill it, make it anew, start'],
    like: null,
    undo: null,
    afterwards: null,
    longest: 60_000,
  },
};

export type Offering = Extract<Command, { do: 'offered' }>['offers'][number];

export function offering(remedy: keyof typeof PLANS, over: Partial<Offer> = {}): Offering {
  const risks = { restart: 'medium', raise_memory: 'high', hard_restart: 'critical' } as const;
  const { then } = mendable.remedies[remedy] ?? { then: null };
  const verify = { says: 'Health endpoint', within: 30_000 };
  return {
    ...{ run: 1, remedy, then, plan: PLANS[remedy], policy: POLICIES[risks[remedy]], verify },
    ...{ attempt: 0, attempts: mendable.remedies[remedy]?.attempts ?? 1, hash: `hash of ${remedy}` },
    ...over,
  };
}

export const BEFORE = { check: 'health', says: ['connection refused'] };
export const WELL: Compared = {
  title: 'Health endpoint',
  vantage: 'bot',
  before: BEFORE.says,
  after: ['200 in 38 ms'],
};
export const ILL: Compared = { ...WELL, after: BEFORE.says };

/** An incident in the making whose service can be mended. */
export class Mending extends Story {
  constructor(runbooks: readonly Runbook[] = [mendable]) {
    super(runbooks);
  }

  /** Found broken; of `cause` nothing is known unless told. */
  broken(cause: 'memory' | 'unknown' = 'memory', over: { drill?: boolean } = {}): this {
    const at = '2025-12-04T03:04:11.000Z';
    return this.open(over)
      .wait(1)
      .answer(
        makeAnswers(
          { health: { ok: false }, container: { oom_killed: cause === 'memory', killed_at: at } },
          { health: ['connection refused'], container: ['exited, code 137'] },
        ),
      );
  }

  /** Offers what was planned in the situation the incident is in. */
  offer(offers: readonly Offering[], over: Partial<Extract<Command, { do: 'offered' }>> = {}): this {
    this.do({ do: 'offered', round: dueRound(this.incident)?.key ?? '', offers, impossible: [], off: null, ...over });
    return this;
  }

  /** Does some commands, so many seconds after each other. */
  then(...commands: readonly Command[]): this {
    for (const command of commands) this.wait(10).do(command);
    return this;
  }

  request(offer = this.incident.remedies.offers[0]?.offer ?? 0, by = 'slack:UADA', may = false): this {
    return this.then({ do: 'request', by, offer, may });
  }

  approve(by = 'slack:USAM'): this {
    return this.then({ do: 'approve', by, request: this.incident.remedies.requests.length, may: true });
  }

  /** Begins, with the given steps. */
  begin(...steps: readonly string[]): this {
    const request = this.incident.remedies.requests.length;
    const plan = this.incident.remedies.requests.at(-1)?.offer.plan ?? PLANS.restart;
    this.then({ do: 'prepared', request, executor: 'one', epoch: 1, plan, before: [BEFORE] });
    return this.then(...steps.map((says): Command => ({ do: 'step', request, executor: 'one', says: [says] })));
  }

  acted(result: 'done' | 'failed' = 'done', says = 'stopped in 2 s, started', attachments = NONE): this {
    return this.then({
      do: 'acted',
      request: this.incident.remedies.requests.length,
      result,
      says: [says],
      attachments,
    });
  }

  verified(how: 'verified' | 'did_not_help' | 'not_verified', compared: readonly Compared[]): this {
    const request = this.incident.remedies.requests.length;
    return this.then({ do: 'verified', request, how, says: compared[0]?.after ?? [], compared });
  }
}

const NONE: Extract<Command, { do: 'acted' }>['attachments'] = [];
