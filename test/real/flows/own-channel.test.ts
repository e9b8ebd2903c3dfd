import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BotProcess } from '../../../demo/bot-process.js';
import type { ChannelView } from '../../../playground/channel-view.js';
import type { Message } from '../../../playground/model.js';
import { startBare, type Bare } from './bare.js';
import { CHANNEL, headerOf, wordsOf } from './reading.js';

const LINE = '/incident shop-down';
const WELL = '🔕 shop up: false alarm';

describe('a bot that gives incidents channels of their own', () => {
  let bare: Bare;
  let bot: BotProcess;

  beforeAll(async () => {
    const people = (id: string) => ({ approvers: { group: id } });
    bare = await startBare({
      config: (workspace) => ({
        people: people(workspace.group('api-approvers').id),
        approval: { approvers: 'approvers' },
        incidents: { own_channels: true },
      }),
    });
    bot = await bare.start();
  });

  afterAll(() => bare.stop());

  const today = (): string => new Date().toISOString().slice(0, 10);
  /** It may be another by the time it is looked for. */
  const began = today();

  /** The channel of an incident, the first or a later one; undefined while it is not there. */
  function channel(end = ''): ChannelView | undefined {
    return channelOf(began, end) ?? channelOf(today(), end);
  }

  function channelOf(day: string, end: string): ChannelView | undefined {
    try {
      return bare.workspace.channel(`#inc-${day}-shop-down${end}`);
    } catch {
      return undefined;
    }
  }

  const cardIn = (end = ''): Message | undefined => channel(end)?.messages()[0];
  const here = (): ChannelView => bare.workspace.channel(CHANNEL);

  async function verdictIn(end = ''): Promise<Message> {
    const { workspace } = bare;
    return workspace.waitFor(
      () => {
        const card = cardIn(end);
        return card !== undefined && headerOf(card) === WELL && card;
      },
      { what: `the verdict in ${end === '' ? 'its channel' : end}` },
    );
  }

  async function cancelled(end = ''): Promise<void> {
    const { workspace } = bare;
    const { id } = workspace.person('ada');
    await workspace.waitFor(() => channel(end)?.info().members.includes(id), { what: 'ada to be invited' });
    const name = channel(end)?.info().name ?? '';
    await workspace.person('ada').command(`#${name}`, '/incident cancel end of the test');
    const ended = (card: Message | undefined): boolean => card !== undefined && headerOf(card).includes('cancelled');
    await workspace.waitFor(() => ended(cardIn(end)), { what: 'the end' });
  }

  test('makes one, invites people, and leaves a line where it was opened', async () => {
    const { workspace } = bare;
    await workspace.person('ada').command(CHANNEL, LINE);
    await verdictIn();
    await workspace.waitFor(() => channel()?.info().topic.includes('false alarm'), { what: 'the topic' });
    const members = new Set(channel()?.info().members);
    for (const who of ['ada', 'sam', 'lee']) expect(members).toContain(workspace.person(who).id);
    const lines = (): string[] =>
      here()
        .messages()
        .map((one) => wordsOf(workspace, one));
    const told = /^.* INC-1 shop up: false alarm\. It goes on in #inc-/;
    await workspace.waitFor(() => told.test(lines()[0] ?? ''), { what: 'the line to tell the verdict' });
    expect(lines()).toEqual([expect.stringMatching(told)]);
    await cancelled();
    await workspace.waitFor(() => here().messages()[0]?.text.startsWith('INC-1 shop up: cancelled.'), {
      what: 'the line to tell the end',
    });
  });

  test('and is killed before it heard that it made one, finds it again', async () => {
    const { workspace } = bare;
    workspace.faults.add({ method: 'conversations.create', kind: { error: 'name_taken' } });
    workspace.faults.add({ method: 'conversations.create', kind: 'timeout', afterEffect: true });
    await workspace.person('ada').command(CHANNEL, LINE);
    await workspace.waitFor(() => channel('-2'), { what: 'the second channel' });
    await bot.kill();
    workspace.faults.clear();
    bot = await bare.start();
    await verdictIn('-2');
    expect(channel('-3')).toBeUndefined();
    expect(
      channel('-2')
        ?.everPosted()
        .filter(({ threadTs }) => threadTs === undefined),
    ).toHaveLength(1);
    await cancelled('-2');
  });
});
