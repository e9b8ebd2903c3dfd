import { describe, expect, test } from '@jest/globals';
import type { Incident } from '../../src/incident/state.js';
import type { Text } from '../../src/text/text.js';
import { pointer, pointerNews, topic } from '../../src/view/pointer.js';
import { offers } from '../commands/offering.js';

const PLACE = { name: 'inc-2025-12-04-api-down', link: 'https://acme.slack.com/archives/C2/p1' };

const words = (says: Text): string => says.filter((part) => typeof part === 'string').join('');

/** Found broken; with a request that waits. */
function waiting(over: Partial<Incident> = {}): Incident {
  const story = offers();
  story.do({ do: 'request', by: 'slack:U1', offer: 2, may: false });
  return { ...story.incident, ...over };
}

describe('the line where an incident was opened', () => {
  test('says what is broken and where it goes on', () => {
    expect(pointer(waiting(), PLACE)).toEqual({
      blocks: [
        {
          kind: 'section',
          says: [
            ...['❔ ', { bold: 'INC-12 api down: could not tell why.' }, ' It goes on in '],
            ...[{ link: '#inc-2025-12-04-api-down', url: PLACE.link }, '.'],
          ],
        },
      ],
      plain: ['INC-12 api down: could not tell why.', ' It goes on in ', '#inc-2025-12-04-api-down', '.'],
    });
  });

  test('names the channel where there is no link, and says when it came back', () => {
    expect(words(pointer(waiting(), { ...PLACE, link: null }).plain)).toContain(
      'It goes on in #inc-2025-12-04-api-down.',
    );
    expect(words(pointer(waiting(), null).plain)).toBe('INC-12 api down: could not tell why. It goes on here, below.');
  });

  test('says as much as is known where Slack does not tell the channel’s name', () => {
    expect(words(pointer(waiting(), { name: null, link: null }).plain)).toContain('It goes on in its own channel.');
  });

  test('marks a drill', () => {
    const { blocks, plain } = pointer(waiting({ drill: true }), PLACE);
    expect(JSON.stringify(blocks)).toContain('🎓 Drill: ');
    expect(words(plain)).toMatch(/^Drill, nobody is paged\. INC-12/);
  });

  test('tells nothing of a remedy’s stages, and all of its end', () => {
    const before = offers().incident;
    expect(pointerNews(waiting())).toBe(pointerNews(before));
    const closed = { how: 'resolved', reason: 'mended', told: null, by: 'slack:U1', at: before.openedAt } as const;
    expect(pointerNews(waiting({ closed }))).toBe('api: resolved');
  });
});

describe('the topic of its channel', () => {
  test('begins with the incident’s name, and names who commands', () => {
    const commander = { who: 'slack:U2', by: 'slack:U1', at: '2025-12-04T03:06:00.000Z' };
    expect(topic(waiting())).toEqual(['INC-12 · Critical · api down: could not tell why']);
    expect(topic(waiting({ roles: { commander }, drill: true }))).toEqual([
      'INC-12 · Critical · api down: could not tell why',
      ...[' · commander ', { person: 'slack:U2' }, ' · drill, practice only'],
    ]);
  });
});
