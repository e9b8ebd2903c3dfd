import type { Account } from '../../src/engine/reporter.js';
import type { Offer, Plan, Policy } from '../../src/incident/remedy.js';
import { makeAnswers, makeRunbook, Story } from '../builders.js';
import type { Facts } from '../../src/runbook/facts.js';

/** A runbook with everything a report can speak of. */
export const runbook = makeRunbook(`
checks:
  health: { type: bot, title: Health endpoint, has: { ok: bool, error: string, latency: ms } }
  container: { type: docker, title: Container, has: { running: bool, oom_killed: bool, killed_at: time, exit_code: int, status: string } }
  database: { type: bot, title: PostgreSQL, has: { ok: bool, error: string } }
users_feel: health
targets: { acknowledge: 2m, resolve: 5m }
impact: { users: 100 % of API requests fail, business: complete service outage, endpoints: all /v1/*, sla: critical breach }
links: [{ title: 'Grafana: API Overview', url: 'http://grafana.test/d/api' }]
tree:
  - { ask: Does the health endpoint answer?, when: health.ok, yes: well }
  - { ask: Is the container running?, when: container.running, no: container_down, yes: hangs }
outcomes:
  well: { title: false alarm, state: up, kind: false_alarm, only_if: health.ok, next: check the alert rule. }
  container_down: { title: container not running, state: down, next: start it., remedies: [start], show: [container] }
  hangs: { title: does not answer, state: down, next: restart it., remedies: [start], show: [health] }
causes:
  out_of_memory:
    title: out of memory
    next: raise its memory limit.
    remedies: [raise_memory]
    follow_ups: [File a bug for the memory leak, Consider scaling horizontally]
    symptoms:
      - { when: container.oom_killed, weight: 6, say: 'killed by the kernel for memory at {{container.killed_at}}, exit {{container.exit_code}}' }
      - { when: container.running, weight: -4 }
  database_down:
    title: database down
    independent: true
    next: start PostgreSQL.
    symptoms: [{ when: '!database.ok', weight: 5, say: 'PostgreSQL gives no login ({{database.error}})' }]
remedies:
  start: { type: mend, risk: medium, attempts: 3, only_if: '!health.ok', verify: { within: 5s, that: health.ok } }
  raise_memory: { type: mend, risk: high, attempts: 2, only_if: '!health.ok', verify: { within: 30s, that: health.ok } }
prevention:
  - { when: This week, measures: ['Set resource limits in docker-compose.yml: mem_limit 2g'] }
`);

const KILLED_AT = '2025-12-04T03:04:11.000Z';

const killed: Readonly<Record<string, Facts>> = {
  health: { ok: false, error: 'refused', latency: 0 },
  container: { running: false, oom_killed: true, killed_at: KILLED_AT, exit_code: 137, status: 'exited' },
  database: { ok: true, error: '' },
};
/** Nothing that any cause of the runbook explains. */
export const strange: typeof killed = {
  health: { ok: false, error: 'reset', latency: 0 },
  container: { running: true, oom_killed: false, killed_at: null, exit_code: 0, status: 'running' },
  database: { ok: true, error: '' },
};
const says = {
  health: ['connection refused'],
  container: ['exited with code 137, ', { time: KILLED_AT, to: 'second' as const }],
  database: ['login, 4 ms'],
};

const plan: Plan = {
  title: 'raise memory of api to 4 GiB',
  label: 'Raise memory',
  does: ['container ', { code: 'api-server' }, ' on host local: limit 2 GiB to 4 GiB, then start'],
  like: 'docker update -m 4g --memory-swap 4g api-server',
  undo: 'back to 2 GiB: `docker update -m 2g api-server`',
  afterwards: 'set `mem_limit: 4g` in docker-compose.yml; the next recreate undoes this',
  ...{ service: 'api', holds: ['local/api-server'], action: {}, before: {}, longest: 1_000 },
};
const policy: Policy = {
  ...{ risk: 'high', approvals: 1, others: true, from: 'api-approvers', groups: [], users: [] },
  ...{ breakGlass: null, lapsesAfter: 600_000 },
};

/** An offer of this remedy; so many attempts were begun before. */
export function offerOf(remedy: string, attempt: number, over: Partial<Plan> = {}): Omit<Offer, 'offer'> {
  return {
    ...{ run: 1, remedy, plan: { ...plan, ...over }, policy, attempt },
    attempts: runbook.remedies[remedy]?.attempts ?? 1,
    verify: { says: 'Health endpoint', within: 30_000 },
    ...{ then: null, hash: 'a hash' },
  };
}

/** Opened by hand and diagnosed: killed for memory, unless other facts are given. */
export function diagnosed(facts = killed): Story {
  return new Story([runbook]).open().wait(4).answer(makeAnswers(facts, says));
}

/** Asks for a remedy, approves it, does it; it ends as told. */
export function remedied(story: Story, offer: Omit<Offer, 'offer'>, how: 'verified' | 'did_not_help'): Story {
  const round = `1/${story.incident.remedies.requests.length}/${offer.remedy}`;
  story.do({ do: 'offered', round, offers: [offer], impossible: [], off: null });
  const number = story.incident.remedies.offers.at(-1)?.offer ?? 0;
  story.wait(47).do({ do: 'request', by: 'slack:UADA', offer: number, may: false });
  const request = story.incident.remedies.requests.length;
  story.wait(60).do({ do: 'approve', by: 'slack:USAM', request, may: true });
  const life = { executor: 'one', request };
  story.wait(1).do({ do: 'prepared', ...life, epoch: 1, plan: offer.plan, before: [] });
  story.do({ do: 'step', ...life, says: ['setting the memory limit of api-server to 4 GiB'] });
  story.wait(2).do({ do: 'acted', request, result: 'done', says: ['limit 2 GiB to 4 GiB'], attachments: [] });
  const before = ['connection refused'];
  const compared = [{ title: 'Health endpoint', vantage: 'bot', before, after: ['200 in 38 ms'] }];
  const seen = how === 'verified' ? ['Health endpoint: 200 in 38 ms'] : ['Health endpoint: connection refused'];
  story.wait(12).do({ do: 'verified', request, how, says: seen, compared: how === 'verified' ? compared : [] });
  return story;
}

const source = { channel: 'C1', author: 'slack:UKIM', at: '2025-12-04T03:04:50.000Z' };
/** A message that people mark. */
export const message = {
  ...source,
  ts: '1764817490.000100',
  link: 'https://acme.slack.com/archives/C1/p1764817490000100',
};

/** From break to end: diagnosed, mended at the second go, noted, pinned, resolved with what people knew. */
export function wholeStory(): Story {
  const story = diagnosed();
  const note = { do: 'note' as const, by: 'slack:USAM', private: false, source: null };
  story.wait(3).do({ do: 'pin', by: 'slack:UADA', source: message, says: 'Checkout fails for everybody' });
  story.do({ do: 'give_role', by: 'slack:UADA', role: 'commander', to: 'slack:UADA' });
  remedied(story, offerOf('raise_memory', 0, { title: 'raise memory of api to 3 GiB' }), 'did_not_help');
  remedied(story, offerOf('raise_memory', 1), 'verified');
  story.wait(20).do({ ...note, says: 'Grafana shows the leak since the release of Tuesday' });
  story.do({ ...note, says: 'Customer Evil Corp called, do not tell', private: true });
  const followUps = [
    { what: 'File a bug for the leak', owner: 'sam', due: '2025-12-10' },
    { what: 'Alert at 85 % memory', owner: null, due: null },
  ];
  const told = {
    impact: 'All requests failed; about 1,200 users saw an error',
    cause: 'A leak in the report cache',
    followUps,
  };
  story.wait(600).do({ do: 'close', by: 'slack:UADA', how: 'resolved', reason: 'memory limit raised to 4 GiB', told });
  return story;
}

export const names = { 'slack:UADA': 'Ada', 'slack:USAM': 'Sam', 'slack:UKIM': 'Kim' };

/** What the reporter is given of a story. */
export function accountOf(story: Story, over: Partial<Account> = {}): Account {
  return {
    incident: story.id,
    events: story.events.map((event, at) => ({ seq: at + 1, event })),
    runbooks: new Map([[`hash of ${runbook.id}`, runbook]]),
    samples: [],
    names,
    now: story.now,
    ...over,
  };
}
