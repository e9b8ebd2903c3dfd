import { describe, expect, test } from '@jest/globals';
import type { Recorded } from '../../src/engine/reporter.js';
import { happened } from '../../src/incident/events.js';
import { documentOf } from '../../src/reports/document.js';
import { timelineOf, timelinePage } from '../../src/reports/timeline.js';
import { accountOf, diagnosed, message } from './story.js';

const MANY = 5_000;

/** So many notes, every other one on a message that was marked. */
function told(): readonly Recorded[] {
  const story = diagnosed();
  const more = Array.from({ length: MANY }, (_, at) => {
    const now = new Date(story.now.getTime() + at * 1_000);
    const says = `note ${at}: ${'the database looks fine, the queue grows. '.repeat(4)}`;
    const source = { ...message, ts: `17.${at}`, at: now.toISOString() };
    return at % 2 === 0
      ? happened('note.added', now, 'slack:UADA', { note: at + 1, says, private: false, source: null })
      : happened('pin.added', now, 'slack:USAM', { source, says });
  });
  return [...story.events, ...more].map((event, at) => ({ seq: at + 1, event }));
}

describe(`an incident with ${MANY} entries`, () => {
  const events = told();

  test('gives its newest page', () => {
    const page = timelinePage(timelineOf(events, { private: false }), 1, 20);
    expect(page.entries).toHaveLength(20);
    expect(page.entries.at(-1)?.seq).toBe(events.length);
  });

  test('gives its document, with every entry', () => {
    const account = { ...accountOf(diagnosed()), events };
    expect(documentOf(account, null).body.match(/note \d+:/g)).toHaveLength(MANY);
  });
});
