import type { Account } from '../../../src/engine/reporter.js';
import type { Sample } from '../../../src/incident/record.js';
import type { Runbook } from '../../../src/runbook/runbook.js';
import { START, type Story } from '../../builders.js';
import { ILL, Mending, mendable, offering, POLICIES, WELL } from '../../view/mending.js';

export const NAMES = { 'slack:UADA': 'Ada', 'slack:USAM': 'Sam', 'slack:UKIM': 'Kim' };
const GIB = 1024 ** 3;

/** What is known of a story, as a reporter gets it. */
export function accountOf(
  story: Story,
  over: Partial<Account> = {},
  runbooks: readonly Runbook[] = [mendable],
): Account {
  return {
    incident: story.id,
    events: story.events.map((event, index) => ({ seq: index + 1, event })),
    runbooks: new Map(runbooks.map((runbook) => [`hash of ${runbook.id}`, runbook])),
    samples: [],
    names: NAMES,
    now: story.now,
    ...over,
  };
}

/** Samples from one second to another (after the start), each `step` s. */
export function samplesOf(
  from: number,
  to: number,
  step: number,
  use: (second: number) => { readonly memory: number; readonly limit?: number; readonly cpu?: number | null },
): readonly Sample[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => {
    const second = from + index * step;
    const at = new Date(START.getTime() + second * 1_000).toISOString();
    return { at, limit: 2 * GIB, cpu: 12, ...use(second) };
  });
}

/** Memory climbs until the kernel kills it; restarted with more of it, it is well. */
export const CLIMB: readonly Sample[] = [
  ...samplesOf(-600, -50, 10, (s) => ({
    memory: (0.6 + 1.39 * ((s + 600) / 550) ** 2) * GIB,
    cpu: 20 + (((s + 600) / 8) % 60),
  })),
  ...samplesOf(58, 1_000, 10, (s) => ({
    memory: (0.7 + 0.2 * Math.sin(s / 90)) * GIB,
    limit: 4 * GIB,
    cpu: s < 80 ? 140 : 15,
  })),
];

/** Killed for memory, memory raised after an approval, watched, resolved. */
export function outOfMemory(over: { readonly drill?: boolean } = {}): Mending {
  const story = new Mending().broken('memory', over).offer([offering('raise_memory'), offering('restart')]);
  story.request().approve().begin('setting the limit to 4 GiB', 'starting api-server');
  story.acted('done', 'limit 2 GiB to 4 GiB, started').verified('verified', [WELL]);
  story.wait(890).then({ do: 'watched', request: 1, how: 'clean', says: ['Health endpoint: 200 in 40 ms'] });
  return story.then({ do: 'close', by: 'slack:UADA', how: 'resolved', reason: 'raised its memory' });
}

/** Found well at once. */
export function falseAlarm(): Mending {
  const story = new Mending();
  const facts = { health: { ok: true }, container: { oom_killed: false, killed_at: null } };
  story.do({ do: 'alert', by: 'alert:APIDown', state: 'firing', says: 'API is down', channel: 'C1' });
  if (story.state === null) story.open();
  story.wait(1);
  for (const [check, one] of Object.entries(facts)) {
    story.do({
      do: 'answer',
      run: 1,
      check,
      answer: { facts: one, says: ['200 in 41 ms'], quotes: [], kept: null, tookMs: 41 },
    });
  }
  story.wait(40).do({ do: 'acknowledge', by: 'slack:UADA' });
  return story.then({ do: 'close', by: 'slack:UADA', how: 'false_alarm', reason: 'the alert rule was wrong' });
}

/** Three rungs: a restart that did not help, one that relapsed, a hard restart that lasted. */
export function ladder(): Mending {
  const story = new Mending().broken('unknown').offer([offering('restart')]);
  story.request().approve().begin('stopping').acted().verified('did_not_help', [ILL]);
  story
    .wait(30)
    .offer([offering('restart', { offer: 2 })])
    .request()
    .approve()
    .begin('stopping')
    .acted()
    .verified('verified', [WELL]);
  story.wait(240).then({ do: 'watched', request: 2, how: 'relapsed', says: ['Health endpoint: connection refused'] });
  story.then({ do: 'escalate', by: 'slack:UADA', reason: 'two restarts did not help' });
  story.do({ do: 'diagnose', by: 'slack:UKIM' });
  const answers = { health: { ok: false }, container: { oom_killed: false, killed_at: null } };
  for (const [check, one] of Object.entries(answers)) {
    story.do({
      do: 'answer',
      run: 2,
      check,
      answer: { facts: one, says: ['refused'], quotes: [], kept: null, tookMs: 12 },
    });
  }
  story.wait(20).offer([offering('hard_restart', { run: 2, policy: POLICIES.high })]);
  story.request(undefined, 'slack:UKIM').then({ do: 'deny', by: 'slack:USAM', request: 3, reason: 'wait', may: true });
  story
    .offer([offering('hard_restart', { run: 2, policy: POLICIES.high })])
    .request(undefined, 'slack:UKIM')
    .approve();
  story.begin('killing api-server').acted('done', 'made anew').verified('verified', [WELL]);
  story.wait(890).then({ do: 'watched', request: 4, how: 'clean', says: ['Health endpoint: 200 in 40 ms'] });
  return story.then({ do: 'close', by: 'slack:UADA', how: 'resolved', reason: 'hard restart' });
}
