import { describe, expect, test } from '@jest/globals';
import { wanted } from '../../src/view/wanted.js';
import { mentions } from './all-manners.js';
import { offering, WELL } from './mending.js';
import { by, Recording } from './recording.js';

/** Every message an incident ever wanted, and how often each notified somebody when it was posted. */
function heard(live: (listen: (story: Recording) => Recording) => void) {
  const posted = new Map<string, { readonly where: 'channel' | 'thread'; readonly mentions: number }>();
  live((story) => {
    for (const { slot, under, message } of wanted(story.incident))
      // An edit notifies nobody: what counts is how it was posted.
      if (!posted.has(slot))
        posted.set(slot, { where: under === null ? 'channel' : 'thread', mentions: mentions(message) });
    return story;
  });
  const slots = (where: string): string[] => [...posted].filter(([, one]) => one.where === where).map(([slot]) => slot);
  const calling = [...posted].filter(([, one]) => one.mentions > 0).map(([slot]) => slot);
  return { channel: slots('channel'), thread: slots('thread'), calling };
}

describe('the noise budget', () => {
  test('an ordinary incident: four messages in the channel, seven replies, two mentions', () => {
    const { channel, thread, calling } = heard((listen) => {
      const story = listen(new Recording().broken());
      listen(story.then(by.take('slack:UADA')));
      listen(story.offer([offering('raise_memory')]));
      listen(story.request());
      listen(story.approve());
      listen(story.begin('setting the limit to 4 GiB'));
      listen(story.acted());
      listen(story.verified('verified', [WELL]));
      listen(story.watchedClean());
      listen(story.resolve());
      listen(story.reported());
      listen(story.then(by.tick('slack:USAM', 'monitoring')));
    });
    // The card, the approval request, that it worked, the summary.
    expect(channel).toEqual(['card', 'request-1', 'result-1', 'resolved-1']);
    // While it runs, one each: what was seen, what was done, that it stayed well.
    const during = ['evidence-1', 'work-1', 'watch-1'];
    // At the end, what is kept for later: the document, two pictures (they are files, one a message), what remains to do.
    const after = ['document-1', 'picture-1-1', 'picture-1-2', 'checklist-1'];
    expect(thread).toEqual([...during, ...after]);
    // The approvers must say yes; whoever commands must resolve.
    expect(calling).toEqual(['request-1', 'watch-1']);
  });

  test('a false alarm: one message, one reply, no mention', () => {
    const { channel, thread, calling } = heard((listen) => {
      const story = listen(new Recording().well());
      listen(story.then({ do: 'close', by: 'slack:UADA', how: 'false_alarm', reason: '' }));
    });
    expect({ channel, thread, calling }).toEqual({ channel: ['card'], thread: ['evidence-1'], calling: [] });
  });

  test('an alert nobody answers: the card and the nudge wake those on call, each level is called once', () => {
    const { channel, thread, calling } = heard((listen) => {
      const story = listen(new Recording().alerted());
      for (let minute = 0; minute < 61; minute += 1) listen(story.minutes(1));
    });
    expect(channel).toEqual(['card', 'escalated-1', 'escalated-2']);
    // An update is asked for every 20 minutes while it is critical and down; nobody is in charge who could be called for it.
    expect(thread).toEqual(['evidence-1', 'nudge', 'update-1', 'update-2', 'update-3']);
    expect(calling).toEqual(['card', 'nudge', 'escalated-1', 'escalated-2']);
  });

  test('whoever takes the command is told nothing; whoever is given it is told once', () => {
    const { thread, calling } = heard((listen) => {
      const story = listen(new Recording().broken());
      listen(story.then(by.take('slack:UADA')));
      listen(story.then(by.give('slack:UADA', 'slack:USAM')));
    });
    expect(thread).toEqual(['evidence-1', 'handover-2']);
    expect(calling).toEqual(['handover-2']);
  });

  test('a drill mentions nobody, whatever becomes of it', () => {
    const { channel, thread, calling } = heard((listen) => {
      const story = listen(new Recording().broken('memory', { drill: true }));
      listen(story.then(by.give('slack:UADA', 'slack:USAM')));
      for (let minute = 0; minute < 31; minute += 1) listen(story.minutes(1));
      listen(story.offer([offering('raise_memory')]));
      listen(story.request());
      listen(story.approve());
      listen(story.begin('setting the limit to 4 GiB'));
      listen(story.acted());
      listen(story.verified('verified', [WELL]));
      listen(story.watchedClean());
      listen(story.resolve());
      listen(story.reported());
      listen(story.then({ do: 'reopen', by: 'slack:UADA', reason: 'it broke again' }));
    });
    expect(channel).toEqual([
      'card',
      'escalated-1',
      'escalated-2',
      'request-1',
      'result-1',
      'resolved-1',
      'reopened-1',
    ]);
    expect(thread).toContain('update-1');
    expect(thread).toContain('handover-1');
    expect(calling).toEqual([]);
  });

  test('reopened: one message, to whoever looks after it', () => {
    const before = heard((listen) => listen(new Recording().broken().mended().watchedClean().resolve().reported()));
    const after = heard((listen) => {
      const story = listen(new Recording().broken().mended().watchedClean().resolve().reported());
      listen(story.then({ do: 'reopen', by: 'slack:USAM', reason: 'it broke again' }));
    });
    expect(after.channel.filter((slot) => !before.channel.includes(slot))).toEqual(['reopened-1']);
    expect(after.thread).toEqual(before.thread);
    expect(after.calling.filter((slot) => !before.calling.includes(slot))).toEqual(['reopened-1']);
  });
});
