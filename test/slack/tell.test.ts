import { afterEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { Workspace } from '../../playground/workspace.js';
import type { Wish, WishOutcome } from '../../src/engine/ports.js';
import { SlackApi } from '../../src/slack/api.js';
import { readingFrom } from '../../src/slack/reading.js';
import { Names } from '../../src/slack/names.js';
import { createTell } from '../../src/slack/tell.js';
import { Bench } from '../playground/helpers.js';
import { until } from '../until.js';
import { clientOf } from './client.js';

const bench = new Bench();
afterEach(() => bench.clear());

interface Teller {
  readonly workspace: Workspace;
  readonly tell: (wish?: Partial<Wish> & { atCard?: boolean }, outcome?: Partial<WishOutcome>) => void;
  /** What Ada alone reads, once there is something. */
  readonly heard: () => Promise<string>;
  readonly logged: string[];
  readonly here: string;
}

async function teller(): Promise<Teller> {
  const workspace = await bench.workspace({ scopes: ['users:read'] });
  const logged: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) });
  const client = clientOf(workspace);
  const names = new Names(client, log);
  const told = createTell(new SlackApi(client), names, readingFrom(names, {}), log);
  const ada = workspace.person('ada').id;
  const here = workspace.channel('#inc-api').id;
  return {
    ...{ workspace, logged, here },
    tell: ({ atCard = false, ...wish } = {}, outcome = {}) => {
      const replyTo = { channel: here, user: ada, atCard };
      told(
        { command: { do: 'diagnose', by: `slack:${ada}` }, runbook: 'api-down', replyTo, ...wish },
        { incident: 'INC-7', refusal: null, opened: false, card: null, ...outcome },
      );
    },
    heard: async () => {
      await workspace.waitFor(() => workspace.ephemerals('ada')[0], { what: 'words to Ada' });
      return workspace
        .ephemerals('ada')
        .map((one) => workspace.draw(one, { width: 500 }))
        .join('\n');
    },
  };
}

describe('a person is told in private', () => {
  test('that a wish was refused, by whom it was forestalled, by name and without a mention', async () => {
    const { workspace, tell, heard } = await teller();
    const says = ['INC-7 was closed by ', { person: `slack:${workspace.person('sam').id}` }, '.'];
    tell({}, { refusal: { refusal: 'already_closed', says } });
    expect(await heard()).toBe('INC-7 was closed by sam.');
    expect(workspace.notifications('sam')).toEqual([]);
  });

  test('that the incident goes on elsewhere, without its name', async () => {
    const { workspace, tell, heard } = await teller();
    tell({}, { card: { channel: workspace.channel('#private-ops').id, ts: '1.2' } });
    expect(await heard()).toMatch(/open in another channel/);
    expect(await heard()).not.toContain('INC-7');
  });

  test('where the card is, when it stands far above', async () => {
    const { workspace, tell, heard, here } = await teller();
    await clientOf(workspace).chat.postMessage({ channel: here, text: 'card' });
    const ts = workspace.channel('#inc-api').messages()[0]?.ts ?? '';
    tell({}, { card: { channel: here, ts } });
    expect(await heard()).toContain(
      `its card (https://acme.slack.com/archives/${here}/p${ts.replace('.', '')}) shows it.`,
    );
  });
});

describe('a person who typed a wish about a remedy is told', () => {
  const request = { do: 'request', by: 'slack:U1', offer: 1, may: false } as const;

  test('that it is recorded, and where it goes on', async () => {
    const { tell, heard, here } = await teller();
    tell({ command: request }, { card: { channel: here, ts: null } });
    expect(await heard()).toBe('INC-7: your request is recorded; its card shows it.');
  });

  test('the same where the card stands elsewhere', async () => {
    const { tell, heard } = await teller();
    tell({ command: { do: 'withdraw', by: 'slack:U1', request: 1 } }, { card: { channel: 'C2', ts: '1.2' } });
    expect(await heard()).toBe('INC-7: your request is withdrawn; its card in its own channel shows it.');
  });

  test('why it was refused, also in a direct message', async () => {
    const { workspace, tell } = await teller();
    const ada = workspace.person('ada').id;
    const replyTo = { channel: workspace.dm('ada').id, user: ada, atCard: true };
    tell({ command: request, replyTo }, { refusal: { refusal: 'own_request', says: ['You asked for this.'] } });
    await workspace.waitFor(() => workspace.ephemerals('ada')[0], { what: 'words to Ada' });
    expect(workspace.ephemerals('ada')[0]?.channel).toBe(workspace.dm('ada').id);
  });
});

describe('a person who typed a wish that the card does not show is told', () => {
  const by = 'slack:U1';
  const note = { do: 'note', by, says: 'x', source: null } as const;

  test.each<[Wish['command'], string]>([
    [{ ...note, private: false }, 'Noted in the timeline of INC-7.'],
    [{ ...note, private: true }, 'Noted in INC-7; it stays out of documents and exports.'],
    [{ do: 'unpin', by, channel: 'C1', ts: '1.2' }, 'Your mark is taken back; the timeline of INC-7 follows.'],
    [{ do: 'escalate', by, reason: '' }, 'INC-7 is escalated; the message in its channel says who is called.'],
    [{ do: 'snooze', by, minutes: 20 }, 'You are not asked for an update of INC-7 for 20 min.'],
    [{ do: 'tick', by, task: 'data', done: true }, 'Recorded; the checklist of INC-7 shows it.'],
    [{ do: 'check_data', by }, 'The data is being looked at; the checklist of INC-7 will say how it is.'],
    [{ do: 'draft', by, task: 'runbook' }, 'It is being written; it comes in the thread of INC-7.'],
    [{ do: 'acknowledge', by }, 'INC-7 is acknowledged; its card shows it.'],
    [{ do: 'set_severity', by, severity: 'low' }, 'INC-7 has another severity now; its card shows it.'],
    [{ do: 'reopen', by, reason: 'x' }, 'INC-7 is open again; its card shows it.'],
  ])('what came of it: %j', async (command, sentence) => {
    const { tell, heard, here } = await teller();
    tell({ command }, { card: { channel: here, ts: null } });
    expect(await heard()).toBe(sentence);
  });
});

describe('a person is told nothing', () => {
  test.each<[string, Parameters<Teller['tell']>]>([
    ['when the wish opened the incident: its card says so', [{}, { opened: true }]],
    ['when they pressed a button of the card', [{ atCard: true }, { card: { channel: 'C1', ts: '1.2' } }]],
    ['when nobody knows where to', [{ replyTo: null }, { refusal: { refusal: 'not_open', says: ['x'] } }]],
  ])('%s', async (_, told) => {
    const { workspace, tell, heard } = await teller();
    tell(...told);
    // The next words arrive, so the first would have.
    tell({}, { refusal: { refusal: 'not_open', says: ['the next'] } });
    expect(await heard()).toBe('the next');
    expect(workspace.ephemerals('ada')).toHaveLength(1);
  });
});

test('that a person could not be told stands in the log', async () => {
  const { workspace, tell, logged } = await teller();
  workspace.faults.add({ method: 'chat.postEphemeral', kind: { error: 'user_not_in_channel' } });
  tell({}, { refusal: { refusal: 'not_open', says: ['x'] } });
  await until(() => logged.join('').includes('a person could not be told'), 'the log to say so');
});
