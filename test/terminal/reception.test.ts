import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Look } from '../../commands/command.js';
import type { IncidentRow, LogRow } from '../../src/engine/store.js';
import { knock, openDoor, type Door } from '../../src/store/door.js';
import { Reception } from '../../src/terminal/reception.js';
import type { SessionParts } from '../../src/terminal/session.js';
import { lookAt, rights } from '../commands/place.js';
import { runbookOf } from '../engine/runbooks.js';

let folder: string;
let door: Door;
let reception: Reception;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'door-'));
  reception = new Reception();
  door = await openDoor(folder, (visitor) => reception.receive(visitor));
});
afterEach(async () => {
  await door.close();
  await rm(folder, { recursive: true });
});

/** A bot that can be read, and that nobody must wish anything of. */
function reading(over: Partial<Look> = {}): SessionParts {
  const look: Look = { ...lookAt({ incidents: [], runbooks: [runbookOf()], now: new Date() }), ...over };
  const engine = { submit: () => Promise.reject(new Error('nothing is to be wished')) };
  return {
    look,
    engine: engine as unknown as SessionParts['engine'],
    rightsOf: () => rights(false, false),
    seat: 'in_bot',
  };
}

async function visit(): Promise<Socket> {
  const visitor = await knock(folder);
  if (visitor === null) throw new Error('nobody is in');
  return visitor;
}

/** All replies to a visitor who sends this. */
async function replies(visitor: Socket, sent: string): Promise<object[]> {
  visitor.write(sent);
  const lines: object[] = [];
  for await (const line of createInterface({ input: visitor })) lines.push(JSON.parse(line) as object);
  return lines;
}

const asking = (words: string): string => `${JSON.stringify({ by: 'ada', words })}\n`;
const NOT_UNDERSTOOD = expect.objectContaining({ plain: [expect.stringContaining('did not understand')] });

describe('a terminal program at the door', () => {
  test('is shown messages, and its exit code last', async () => {
    reception.open(reading());
    const said = await replies(await visit(), asking('list'));
    expect(said).toEqual([{ message: expect.objectContaining({ plain: ['Nothing is open here.'] }) }, { exit: 0 }]);
  });

  test('that comes before the bot is ready waits, and so do others; who left meanwhile is not served', async () => {
    const [first, second, leaver] = [await visit(), await visit(), await visit()];
    leaver.destroy();
    const answers = [replies(first, asking('list')), replies(second, asking('runbooks'))];
    await new Promise((resolve) => setImmediate(resolve));
    reception.open(reading());
    const [one, two] = await Promise.all(answers);
    expect([one?.at(-1), two?.at(-1)]).toEqual([{ exit: 0 }, { exit: 0 }]);
  });

  test.each([
    ['garbage', 'GET / HTTP/1.1\n'],
    ['JSON of another kind', '{"words":"list"}\n'],
    ['more than is meant', `${JSON.stringify({ by: 'ada', words: 'list', sudo: true })}\n`],
    ['far too many words', asking('x'.repeat(200_001))],
    ['nothing', '\n'],
  ])('that sends %s is told so', async (_, sent) => {
    reception.open(reading());
    expect(await replies(await visit(), sent)).toEqual([{ complaint: NOT_UNDERSTOOD }, { exit: 3 }]);
  });

  test('gets what is for a file apart from messages, and what went wrong apart from both', async () => {
    const account = { incident: 'INC-12', events: [], runbooks: new Map(), samples: [], names: {}, now: new Date() };
    const rows = [{ incident: 'INC-12', seq: 1, payload: {} }];
    const row = { incident: 'INC-12', service: 'api', channel: null };
    reception.open(
      reading({
        find: () => Promise.resolve(row as unknown as IncidentRow),
        account: () => Promise.resolve(account),
        rows: () => Promise.resolve(rows as unknown as LogRow[]),
      }),
    );
    const [output, exit] = await replies(await visit(), asking('export INC-12 --jsonl'));
    expect(output).toEqual({ output: expect.stringContaining('"seq":1') });
    expect(exit).toEqual({ exit: 0 });
    expect(await replies(await visit(), asking('export INC-12 --csv'))).toEqual([
      { complaint: expect.objectContaining({ plain: expect.arrayContaining([{ code: '--csv' }]) }) },
      { exit: 3 },
    ]);
  });

  test('that sends its line in pieces is understood', async () => {
    reception.open(reading());
    const visitor = await visit();
    const line = asking('list');
    visitor.write(line.slice(0, 7));
    await new Promise((resolve) => setImmediate(resolve));
    expect((await replies(visitor, line.slice(7))).at(-1)).toEqual({ exit: 0 });
  });

  test('hears of what fails, and the next is served', async () => {
    reception.open(reading({ list: () => Promise.reject(new Error('The database does not answer.')) }));
    const failed = await replies(await visit(), asking('list'));
    expect(failed).toEqual([
      { complaint: expect.objectContaining({ plain: ['The database does not answer.'] }) },
      { exit: 3 },
    ]);
    expect((await replies(await visit(), asking('runbooks'))).at(-1)).toEqual({ exit: 0 });
  });

  test('that hangs up at any moment does no harm', async () => {
    reception.open(reading());
    const silent = await visit();
    silent.destroy();
    const hasty = await visit();
    hasty.write(asking('help'));
    hasty.destroy();
    for (const one of [silent, hasty]) if (!one.closed) await once(one, 'close');
    expect((await replies(await visit(), asking('list'))).at(-1)).toEqual({ exit: 0 });
  });
});
