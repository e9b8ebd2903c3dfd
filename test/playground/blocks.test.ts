import { describe, expect, test } from '@jest/globals';
import { checkMessageBlocks, checkView } from '../../playground/blocks/check.js';
import { Ids } from '../../playground/ids.js';
import { Refusal } from '../../playground/web-api/refusal.js';
import { buttons, section } from './helpers.js';

const ids = new Ids('test');
const plain = (length: number): object => ({ type: 'plain_text', text: 'x'.repeat(length) });
const button = (rest: object = {}): object => ({ type: 'button', text: plain(5), ...rest });
const actions = (...elements: object[]): object => ({ type: 'actions', elements });
const option = (text: number, value = 'v'): object => ({ text: plain(text), value });
const confirm = (rest: object): object => actions(button({ confirm: { text: plain(5), ...rest } }));
const select = (count: number): object =>
  actions({ type: 'static_select', options: Array.from({ length: count }, (_, at) => option(3, `v${at}`)) });

/** What is refused, as the pointers Slack would name; none if it is not. */
function pointers(blocks: unknown): string[] {
  try {
    checkMessageBlocks(blocks, ids);
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { messages } = (error.details['response_metadata'] ?? {}) as { messages?: string[] };
    return messages?.map((one) => /\[json-pointer:(.*)\]$/.exec(one)?.[1] ?? one) ?? [error.code];
  }
}

describe('limits of blocks: the last that is taken, the first that is refused, and where', () => {
  const many = (count: number, make: (index: number) => object): object[] =>
    Array.from({ length: count }, (_, at) => make(at));
  const cases: [string, (size: number) => object[], number, string][] = [
    ['blocks in a message', (size) => many(size, () => ({ type: 'divider' })), 50, '/blocks'],
    ['section text', (size) => [section('x'.repeat(size))], 3000, '/blocks/0/text/text'],
    ['section fields', (size) => [{ type: 'section', fields: many(size, () => plain(1)) }], 10, '/blocks/0/fields'],
    ['a field', (size) => [{ type: 'section', fields: [plain(size)] }], 2000, '/blocks/0/fields/0/text'],
    ['a header', (size) => [{ type: 'header', text: plain(size) }], 150, '/blocks/0/text/text'],
    [
      'context elements',
      (size) => [{ type: 'context', elements: many(size, () => plain(1)) }],
      10,
      '/blocks/0/elements',
    ],
    ['elements of actions', (size) => [actions(...many(size, () => button()))], 25, '/blocks/0/elements'],
    ['a label', (size) => [actions({ type: 'button', text: plain(size) })], 75, '/blocks/0/elements/0/text/text'],
    ['a value', (size) => [actions(button({ value: 'x'.repeat(size) }))], 2000, '/blocks/0/elements/0/value'],
    [
      'a spoken label',
      (size) => [actions(button({ accessibility_label: 'x'.repeat(size) }))],
      75,
      '/blocks/0/elements/0/accessibility_label',
    ],
    [
      'an action_id',
      (size) => [actions(button({ action_id: 'x'.repeat(size) }))],
      255,
      '/blocks/0/elements/0/action_id',
    ],
    ['a block_id', (size) => [section('x', { block_id: 'x'.repeat(size) })], 255, '/blocks/0/block_id'],
    ['a confirm title', (size) => [confirm({ title: plain(size) })], 100, '/blocks/0/elements/0/confirm/title/text'],
    ['a confirm text', (size) => [confirm({ text: plain(size) })], 300, '/blocks/0/elements/0/confirm/text/text'],
    ['a confirm yes', (size) => [confirm({ confirm: plain(size) })], 30, '/blocks/0/elements/0/confirm/confirm/text'],
    ['a confirm no', (size) => [confirm({ deny: plain(size) })], 30, '/blocks/0/elements/0/confirm/deny/text'],
    [
      'overflow options',
      (size) => [actions({ type: 'overflow', options: many(size, (at) => option(3, `v${at}`)) })],
      5,
      '/blocks/0/elements/0/options',
    ],
    [
      'option text',
      (size) => [actions({ type: 'overflow', options: [option(size)] })],
      75,
      '/blocks/0/elements/0/options/0/text/text',
    ],
    ['select options', (size) => [select(size)], 100, '/blocks/0/elements/0/options'],
    [
      'table rows',
      (size) => [{ type: 'table', rows: many(size, () => [{ type: 'raw_text', text: 'x' }]) }],
      100,
      '/blocks/0/rows',
    ],
    [
      'table cells',
      (size) => [{ type: 'table', rows: [many(size, () => ({ type: 'raw_text', text: 'x' }))] }],
      20,
      '/blocks/0/rows/0',
    ],
  ];

  test.each(cases)('%s', (_name, make, limit, pointer) => {
    expect(pointers(make(limit))).toEqual([]);
    expect(pointers(make(limit + 1))).toEqual([pointer]);
  });

  test('empty text and empty lists are refused', () => {
    expect(pointers([section('')])).toEqual(['/blocks/0/text/text']);
    expect(pointers([actions()])).toEqual(['/blocks/0/elements']);
    expect(pointers([{ type: 'section' }])).toEqual(['/blocks/0']);
  });
});

describe('what else is refused', () => {
  test('unknown types, in blocks and in elements', () => {
    expect(pointers([{ type: 'alert', text: plain(1) }])).toEqual(['/blocks/0/type']);
    expect(pointers([actions({ type: 'icon_button' })])).toEqual(['/blocks/0/elements/0/type']);
    expect(pointers([{ type: 'input', label: plain(1), element: { type: 'plain_text_input' } }])).toEqual([
      '/blocks/0/type',
    ]);
  });

  test('unknown fields, and every mistake is named at once', () => {
    expect(pointers([section('x', { colour: 'red' }), { type: 'header', text: plain(151) }])).toEqual([
      '/blocks/0',
      '/blocks/1/text/text',
    ]);
    expect(pointers([{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }])).not.toEqual([]);
  });

  test('a mistake in a context element names the place', () => {
    expect(pointers([{ type: 'context', elements: [{ type: 'mrkdwn', text: '' }] }])).toEqual([
      '/blocks/0/elements/0/text',
    ]);
  });

  test('the same block_id twice, the same action_id twice in a block', () => {
    expect(pointers([section('a', { block_id: 'b' }), section('c', { block_id: 'b' })])).toEqual([
      '/blocks/1/block_id',
    ]);
    expect(pointers([buttons('Go', 'Go')])).toEqual(['/blocks/0']);
    expect(pointers([buttons('Go'), { ...buttons('Go'), block_id: 'other' }])).toEqual([]);
  });

  test('too much text in all, a second table, too much markdown', () => {
    const half = section('x'.repeat(2_750));
    expect(pointers([half, half, half, half])).toEqual([]);
    expect(pointers([half, half, half, half, section('x')])).toEqual(['msg_blocks_too_long']);
    const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] };
    expect(pointers([table, table])).toEqual(['only_one_table_allowed']);
    expect(pointers([{ type: 'markdown', text: 'x'.repeat(12_001) }])).toEqual(['/blocks/0/text']);
  });

  test('text in a preformatted block may be text or a link, nothing that notifies', () => {
    const pre = (piece: object): object => ({
      type: 'rich_text',
      elements: [{ type: 'rich_text_preformatted', elements: [piece] }],
    });
    expect(pointers([pre({ type: 'text', text: '<!channel>' })])).toEqual([]);
    expect(pointers([pre({ type: 'user', user_id: 'U1' })])).toEqual(['/blocks/0/elements/0/elements/0']);
  });
});

describe('what Slack fills in', () => {
  test('ids where the app gave none, and the defaults of text objects', () => {
    const [first, second] = checkMessageBlocks([section('x'), actions(button(), button())], ids);
    expect(first).toMatchObject({ block_id: expect.any(String), text: { verbatim: false } });
    const elements = second?.type === 'actions' ? second.elements : [];
    expect(elements[0]).toMatchObject({ action_id: expect.any(String), text: { emoji: true } });
    expect(elements[0]?.action_id).not.toBe(elements[1]?.action_id);
  });
});

describe('modals', () => {
  const input = { type: 'input', label: plain(5), element: { type: 'plain_text_input' } };
  const view = (rest: object = {}): object => ({
    type: 'modal',
    title: plain(24),
    submit: plain(24),
    blocks: [input],
    ...rest,
  });
  const refused = (given: object): string => {
    try {
      checkView(given, ids);
      return '';
    } catch (error) {
      return error instanceof Refusal ? JSON.stringify(error.details) : 'bug';
    }
  };

  test('take inputs, and no markdown or tables', () => {
    expect(refused(view())).toBe('');
    expect(refused(view({ blocks: [{ type: 'markdown', text: 'x' }] }))).toContain('/view/blocks/0/type');
  });

  test('need a submit button if there is an input', () => {
    expect(refused({ type: 'modal', title: plain(3), blocks: [input] })).toContain('/view/submit');
    expect(refused({ type: 'modal', title: plain(3), blocks: [section('x')] })).toBe('');
  });

  test('keep to their lengths', () => {
    expect(refused(view({ title: plain(25) }))).toContain('/view/title/text');
    expect(refused(view({ private_metadata: 'x'.repeat(3001) }))).toContain('/view/private_metadata');
    expect(refused(view({ blocks: Array.from({ length: 101 }, () => section('x')) }))).toContain('/view/blocks');
  });
});
