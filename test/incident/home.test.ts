import { describe, expect, test } from '@jest/globals';
import type { Command } from '../../src/incident/command.js';
import { Story } from '../builders.js';
import { sample, second } from '../sample.js';

const open = (channel: string | null): Command => ({ do: 'open', by: 'slack:USAM', channel, drill: false });

function types(story: Story, command: Command): string[] {
  const decided = story.do(command);
  return 'refusal' in decided ? [decided.refusal] : decided.map(({ type }) => type);
}

describe('an incident opened in a terminal', () => {
  test('moves into the channel where it is asked for first, and stays there', () => {
    const story = new Story([sample, second]);
    story.do(open(null));
    expect(story.incident.home).toBeNull();
    expect(types(story, open('C2'))).toEqual(['incident.homed']);
    expect(story.incident.home).toBe('C2');
    expect(types(story, open('C3'))).toEqual(['already_diagnosing']);
    expect(story.incident.home).toBe('C2');
  });

  test('that was closed moves nowhere', () => {
    const story = new Story([sample, second]);
    story.do(open(null));
    story.do({ do: 'close', by: 'terminal:ada', how: 'cancelled', reason: 'a mistake' });
    expect(types(story, open('C2'))).toEqual(['already_closed']);
    expect(story.incident.home).toBeNull();
  });

  test('stays without a home where it is asked for in a terminal again', () => {
    const story = new Story([sample, second]);
    story.do(open(null));
    expect(types(story, open(null))).toEqual(['already_diagnosing']);
  });
});
