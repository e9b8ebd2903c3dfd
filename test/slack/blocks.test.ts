import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkMessageBlocks } from '../../playground/blocks/check.js';
import { Ids } from '../../playground/ids.js';
import type { Workspace } from '../../playground/workspace.js';
import { MENU, pressed, slackMessage } from '../../src/slack/blocks.js';
import { continued, simplified, type SlackMessage } from '../../src/slack/slack-message.js';
import { ACTIONS, note, type Block, type Button, type Confirm, type Message } from '../../src/view/message.js';
import { Bench } from '../playground/helpers.js';
import { foreign, huge, messageOf } from './arbitraries.js';

const bench = new Bench();
const ids = new Ids('http://slack.example');
const MORE = 'There is more than fits into one message.';
let workspace: Workspace;

beforeAll(async () => {
  workspace = await bench.workspace();
});
afterAll(() => bench.clear());

const rendered = (message: Message): SlackMessage =>
  slackMessage(message, {
    name: (person) => person.replace(/^slack:/, ''),
    party: (name) => (name === 'approvers' ? { groups: [workspace.group('api-approvers').id], users: [] } : null),
    day: '2026-11-22',
  });
const ofBlocks = (...blocks: Block[]): SlackMessage => rendered({ blocks, plain: ['plain'] });
const button = (over: Partial<Button> = {}): Button => ({
  ...{ action: 'diagnose', value: 'INC-1', label: 'Diagnose again', spoken: 'Diagnose api again', primary: false },
  ...over,
});

const confirm = (over: Partial<Confirm> = {}): Confirm => ({
  ...{ title: 'Restart api?', says: ['container api on host local'], yes: 'Restart api', no: 'Go back' },
  ...over,
});

/** Throws what Slack would answer. Goes through JSON, as the wire does. */
function accept({ text, blocks }: SlackMessage): void {
  checkMessageBlocks(JSON.parse(JSON.stringify(blocks)), ids);
  if (text.trim() === '' || Buffer.byteLength(text) > 4_000)
    throw new Error(`text of ${Buffer.byteLength(text)} bytes`);
}

describe('a message as blocks', () => {
  test('every kind of block', () => {
    const { blocks, text } = rendered({
      blocks: [
        { kind: 'header', title: '🔴 api down: out of memory' },
        { kind: 'section', says: [{ bold: 'Next:' }, ' wait'], menu: [button()] },
        { kind: 'buttons', buttons: [button({ primary: true }), button({ action: 'close_false_alarm' })] },
        { kind: 'context', says: ['INC-1'] },
        { kind: 'list', items: [['a ', { code: 'b' }, { time: '2026-11-22T03:04:11Z', to: 'second' }]] },
        { kind: 'quote', title: 'Log', lines: ['<!channel>', '*x*'] },
      ],
      plain: ['INC-1 api down'],
    });
    accept({ blocks, text });
    expect(text).toBe('INC-1 api down');
    expect(blocks.map(({ type }) => type)).toEqual([
      'header',
      'section',
      'actions',
      'context',
      'rich_text',
      'rich_text',
    ]);
    expect(blocks[5]).toMatchObject({ elements: [{}, { elements: [{ type: 'text', text: '<!channel>\n*x*' }] }] });
  });

  test('nothing foreign in any block notifies anybody', () => {
    fc.assert(
      fc.property(messageOf(foreign, 6), (message) => {
        const { text, blocks } = rendered(message);
        const stored = checkMessageBlocks(JSON.parse(JSON.stringify(blocks)), ids);
        const content = { text, blocks: stored, attachments: [], parse: 'none', linkNames: false } as const;
        expect(workspace.mentions(content)).toEqual({ users: [], groups: [], broadcasts: [] });
      }),
    );
  });

  test('what a person or a party may be mentioned by does notify', () => {
    const { id } = workspace.person('sam');
    const { text, blocks } = rendered(note({ mention: `slack:${id}` }, { mention: 'party:approvers' }));
    const content = {
      text,
      blocks: checkMessageBlocks(blocks, ids),
      attachments: [],
      parse: 'none',
      linkNames: false,
    } as const;
    const { id: group } = workspace.group('api-approvers');
    expect(workspace.mentions(content)).toEqual({ users: [id], groups: [group], broadcasts: [] });
  });
});

describe('Slack takes any message', () => {
  test('empty, unicode, nested', () => {
    fc.assert(fc.property(messageOf(foreign), (message) => accept(rendered(message))));
  });

  test('huge ones, also in plain words and posted again', () => {
    fc.assert(
      fc.property(messageOf(huge), (message) => {
        const made = rendered(message);
        accept(made);
        accept(simplified(made));
        accept(continued(made));
      }),
      { numRuns: 60 },
    );
  });

  test('text is cut by its bytes, as chat.update counts them', () => {
    const { text } = rendered(note('漢'.repeat(4_000)));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4_000);
    expect(text).toMatch(/^漢{1000,}…$/);
  });
});

describe('what does not fit is said', () => {
  const long = 'word '.repeat(2_000);
  const saysSo = ({ blocks }: SlackMessage): boolean => /…|more than fits/.test(JSON.stringify(blocks));

  test.each<[string, Block]>([
    ['a header', { kind: 'header', title: long }],
    ['a section', { kind: 'section', says: [long] }],
    ['a context', { kind: 'context', says: [long] }],
    ['an item of a list', { kind: 'list', items: [[long]] }],
    ['many items', { kind: 'list', items: Array.from({ length: 3_000 }, () => ['item']) }],
    ['a quote', { kind: 'quote', title: 'Log', lines: [long] }],
    ['the title of a quote', { kind: 'quote', title: long, lines: ['a'] }],
    ['too many buttons', { kind: 'buttons', buttons: Array.from({ length: 30 }, () => button()) }],
    ['a label', { kind: 'buttons', buttons: [button({ label: long })] }],
    ['a question before a press', { kind: 'buttons', buttons: [button({ confirm: confirm({ title: long }) })] }],
    ['the deed in it', { kind: 'buttons', buttons: [button({ confirm: confirm({ says: [long] }) })] }],
    ['an answer to it', { kind: 'buttons', buttons: [button({ confirm: confirm({ yes: long }) })] }],
    ['a value that would not come back whole', { kind: 'buttons', buttons: [button({ value: long })] }],
    ['too many choices', { kind: 'section', says: ['x'], menu: Array.from({ length: 7 }, () => button()) }],
  ])('%s', (_, block) => {
    expect(saysSo(ofBlocks(block))).toBe(true);
  });

  test('too many blocks: the end says that there is more', () => {
    const made = ofBlocks(...Array.from({ length: 60 }, (): Block => ({ kind: 'section', says: ['a'] })));
    expect(made.blocks).toHaveLength(40);
    expect(JSON.stringify(made.blocks.at(-1))).toContain(MORE);
  });

  test('headline and buttons stay when the evidence is too much', () => {
    const much: Block = { kind: 'section', says: ['a'.repeat(2_800)] };
    const made = ofBlocks({ kind: 'header', title: 'api down' }, much, much, much, much, {
      kind: 'buttons',
      buttons: [button()],
    });
    expect(made.blocks.map(({ type }) => type)).toEqual([
      'header',
      'section',
      'section',
      'section',
      'actions',
      'context',
    ]);
  });

  test('a message that fits says nothing of it', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,20}$/), { minLength: 1, maxLength: 30 }), (words) => {
        const made = ofBlocks(...words.map((word): Block => ({ kind: 'section', says: [word] })));
        expect(made.blocks).toHaveLength(words.length);
        expect(saysSo(made)).toBe(false);
      }),
    );
  });

  test('cutting leaves no half of a date, an entity or a code span', () => {
    const date = { time: '2026-11-22T03:04:11Z', to: 'second' } as const;
    const piece = fc.constantFrom<Block & { kind: 'section' }>(
      { kind: 'section', says: [date] },
      { kind: 'section', says: ['&'] },
      { kind: 'section', says: [{ code: 'a b' }] },
      { kind: 'section', says: ['word '] },
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), (pieces) => {
        const says = Array.from({ length: 900 }, () => pieces.flatMap((one) => one.says)).flat();
        const text = JSON.stringify(ofBlocks({ kind: 'section', says }).blocks[0]);
        expect(text).toContain('…');
        expect(text.split('`').length % 2).toBe(1);
        expect(text.split('<').length).toBe(text.split('>').length);
        expect(text).not.toMatch(/&[a-z]*…/);
      }),
    );
  });
});

describe('a question before a press', () => {
  test('is shown as words: nothing in it acts', () => {
    const says = ['<!channel> *api* ', { code: 'a' }, { time: '2026-11-22T03:04:11Z', to: 'minute' } as const];
    const made = ofBlocks({ kind: 'buttons', buttons: [button({ confirm: confirm({ says }) })] });
    accept(made);
    const plain = (text: string): object => ({ type: 'plain_text', text, emoji: false });
    expect(made.blocks[0]).toMatchObject({
      elements: [
        {
          confirm: {
            title: plain('Restart api?'),
            text: plain('<!channel> *api* a03:04 UTC'),
            confirm: plain('Restart api'),
            deny: plain('Go back'),
          },
        },
      ],
    });
  });
});

describe('a press', () => {
  test('comes back as the button that was shown, from a row of buttons', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ACTIONS), fc.string({ maxLength: 200 }), (action, value) => {
        const [row] = ofBlocks({ kind: 'buttons', buttons: [button(), button({ action, value })] }).blocks;
        const [, second] = row?.type === 'actions' ? row.elements : [];
        if (second?.type !== 'button') throw new Error('no button');
        expect(pressed(second.action_id ?? '', second.value ?? '')).toEqual({ action, value });
      }),
    );
  });

  test('comes back as the choice that was shown, from a menu', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ACTIONS), fc.string({ maxLength: 50 }), (action, value) => {
        const [section] = ofBlocks({ kind: 'section', says: ['x'], menu: [button({ action, value })] }).blocks;
        const menu = section?.type === 'section' ? section.accessory : undefined;
        if (menu?.type !== 'overflow') throw new Error('no menu');
        expect(menu.action_id).toBe(MENU);
        expect(pressed(MENU, menu.options[0]?.value ?? '')).toEqual({ action, value });
      }),
    );
  });

  test.each(['', 'approve:0', 'approve:INC-1:2', 'diagnoses:0', 'menu', 'constructor:1'])(
    'of an id we never gave out (%s) is nothing',
    (id) => {
      expect(pressed(id, 'INC-1')).toBeNull();
    },
  );
});
