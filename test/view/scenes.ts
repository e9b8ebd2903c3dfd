import type { Incident } from '../../src/incident/state.js';
import type { Command } from '../../src/incident/command.js';
import type { CheckAnswer } from '../../src/incident/events.js';
import { makeAnswers, Story } from '../builders.js';
import { blind, facts, healthy, killed, sample, sayings, second, twoDown, type FactsByCheck } from '../sample.js';

const open = (over: Parameters<Story['open']>[0] = {}): Story => new Story([sample, second]).open(over);
const saw = (known: FactsByCheck, over: typeof sayings = {}): Record<string, CheckAnswer> =>
  makeAnswers(known, { ...sayings, ...over });
const without = (answers: Record<string, CheckAnswer>, ...checks: string[]): Record<string, CheckAnswer> =>
  Object.fromEntries(Object.entries(answers).filter(([check]) => !checks.includes(check)));
const cancel: Command = { do: 'close', by: 'slack:USAM', how: 'cancelled', reason: 'opened by mistake' };
const well = saw(healthy, { health: ['200 in 41 ms, twice'], container: ['running since 02:11, healthy'] });
const silent = saw(blind, { container: ['Docker gave no answer in 5 s'], log: ['Docker gave no answer in 5 s'] });
const onlyTheLog = saw(
  facts({
    health: { ok: false },
    container: { running: false, exit_code: 1 },
    log: { out_of_memory: [{ at: null, text: 'Killed' }] },
  }),
);

function told(story: Story, ...commands: readonly Command[]): Incident {
  for (const command of commands) story.wait(5).do(command);
  return story.incident;
}

/** An incident in each state that its card shows differently. */
export const scenes: Readonly<Record<string, Incident>> = {
  opened: open().incident,
  'first-answers': open().answer({ health: saw(killed).health ?? never() }).incident,
  'cause-named': open().wait(1).answer(saw(killed)).incident,
  'cause-named-still-asking': open().answer(without(saw(killed), 'log')).incident,
  'two-causes': open().answer(saw(twoDown)).incident,
  'could-not-tell-why': open().answer(onlyTheLog).incident,
  'no-cause': open().answer(
    saw(facts({ health: { ok: false, error: 'timeout' } }), {
      health: ['silent for 3 s'],
      container: ['running since 02:11'],
    }),
  ).incident,
  'docker-silent': open().answer(silent).incident,
  'could-not-tell': open().answer(
    saw({ ...healthy, health: unknownHealth() }, { health: ['the address is no http:// address'] }),
  ).incident,
  'false-alarm': open().answer(well).incident,
  drill: open({ drill: true }).answer(saw(killed)).incident,
  'drill-two-causes': open({ drill: true }).answer(saw(twoDown)).incident,
  'from-a-terminal': open({ channel: null, by: 'terminal:ada' }).answer(saw(killed)).incident,
  'late-answer': told(
    open()
      .answer(without(saw(killed), 'container'))
      .wait(10),
    { do: 'wake' },
    { do: 'answer', run: 1, check: 'container', answer: saw(killed).container ?? never() },
  ),
  'nothing-answered': told(open().wait(10), { do: 'wake' }),
  'diagnosed-again': told(open().answer(saw(killed)), { do: 'diagnose', by: 'slack:USAM' }),
  'cancelled-early': told(open(), cancel),
  cancelled: told(open().answer(saw(killed)), cancel),
  'closed-as-false-alarm': told(open().answer(well), { do: 'close', by: 'slack:UADA', how: 'false_alarm', reason: '' }),
  moved: told(open().answer(saw(killed)), {
    do: 'message_lost',
    slot: 'card',
    reason: 'the card was deleted',
    home: 'C1',
  }),
};

/** Incidents whose newest run is complete, for the evidence in the thread. */
export const evidenceScenes: Readonly<Record<string, Incident>> = {
  'evidence-killed': open()
    .wait(0.8)
    .answer(withLog(saw(killed))).incident,
  'evidence-nothing-answered': scenes['nothing-answered'] ?? never(),
  'evidence-late': scenes['late-answer'] ?? never(),
  'evidence-again': again(),
};

function again(): Incident {
  const story = open().answer(saw(killed)).wait(60);
  story.do({ do: 'diagnose', by: 'slack:USAM' });
  return story.wait(2).answer(well, 2).incident;
}

function withLog(answers: Record<string, CheckAnswer>): Record<string, CheckAnswer> {
  const line = (second: number, text: string) => ({ at: `2025-12-04T03:04:${second}.000Z`, text });
  const quotes = [
    line(10, 'INFO analyze rows=88213'),
    line(11, 'GET /v1/health 503'),
    line(12, 'GET /v1/health 503'),
    line(13, 'GET /v1/health 503'),
    line(14, 'MemoryError'),
  ];
  return { ...answers, log: { ...(answers.log ?? never()), quotes } };
}

function unknownHealth(): FactsByCheck[string] {
  const unknown = { unknown: 'the address is no http:// address' };
  return { ok: unknown, error: unknown, latency: unknown };
}

function never(): never {
  throw new Error('the sample has no such check');
}
