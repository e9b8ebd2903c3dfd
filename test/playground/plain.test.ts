import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkMessageBlocks, checkView } from '../../playground/blocks/check.js';
import { Changes } from '../../playground/changes.js';
import { Directory } from '../../playground/directory.js';
import { acme } from '../../playground/fixture.js';
import { Ids } from '../../playground/ids.js';
import { plain, plainModal } from '../../playground/plain.js';
import { widthOf } from '../../playground/plain/wrap.js';
import { identityOf, populate } from '../../playground/populate.js';
import { manifestWith } from './helpers.js';

const ids = new Ids('plain');
const directory = new Directory(new Changes());
const options = acme(manifestWith());
populate(directory, options, identityOf(options));
const sam = directory.person('sam').id;
const now = Date.UTC(2026, 10, 22, 3, 4, 11);
const seconds = now / 1000;

function draw(blocks: object[], rest: { width?: number; colour?: boolean; timeZone?: string } = {}): string {
  const content = {
    text: '',
    blocks: checkMessageBlocks(blocks, ids),
    attachments: [],
    parse: 'none' as const,
    linkNames: false,
  };
  return plain(content, { directory, now, ...rest });
}

const mrkdwn = (text: string): object => ({ type: 'mrkdwn', text, verbatim: true });
const label = (text: string): object => ({ type: 'plain_text', text });
const section = (text: string, rest: object = {}): object => ({ type: 'section', text: mrkdwn(text), ...rest });

describe('a message in a terminal', () => {
  test('reads like the card it is', () => {
    const option = (text: string): object => ({ text: label(text), value: text });
    const card = [
      { type: 'header', text: label('🔴 api down: out of memory') },
      section('*Next:* raise memory to 4 GiB, start api.'),
      section('• Killed by the kernel for memory, exit 137 (Docker)\n• `/v1/health` refused (bot)'),
      {
        type: 'actions',
        elements: [
          { type: 'button', text: label('Raise memory to 4 GiB'), style: 'primary' },
          { type: 'button', text: label('Start api') },
        ],
      },
      section('INC-12 · Critical', {
        accessory: { type: 'overflow', options: [option('Escalate'), option('Add a note')] },
      }),
      { type: 'context', elements: [mrkdwn('opened by Ada'), mrkdwn('drill')] },
    ];
    expect(draw(card, { width: 60 })).toBe(
      [
        '🔴 api down: out of memory',
        'Next: raise memory to 4 GiB, start api.',
        '• Killed by the kernel for memory, exit 137 (Docker)',
        '• /v1/health refused (bot)',
        '[ Raise memory to 4 GiB ]  [ Start api ]',
        'INC-12 · Critical  [ ⋮ Escalate · Add a note ]',
        'opened by Ada  drill',
      ].join('\n'),
    );
  });

  test('shows names for ids, links with their address, and escaped characters as they were', () => {
    expect(draw([section(`<@${sam}> <!here> <https://x.example/a|the graph> a &lt;b&gt; &amp;amp;`)])).toBe(
      '@Sam @here the graph (https://x.example/a) a <b> &amp;',
    );
  });

  test('shows dates in the zone of the reader', () => {
    const date = (format: string): string => `<!date^${seconds}^${format}|03:04 UTC>`;
    expect(draw([section(date('{time_secs}'))])).toBe('03:04:11');
    expect(draw([section(date('{date_short_pretty} {time}'))], { timeZone: 'Europe/Berlin' })).toBe('today 04:04');
    expect(draw([section(date('{date_num}'))], { timeZone: 'America/New_York' })).toBe('2026-11-21');
  });

  test('markers do not reach into code, names or other words', () => {
    expect(draw([section('`*a*` snake_case_name 2*3*4 *bold* _soft_ ~gone~')])).toBe(
      '*a* snake_case_name 2*3*4 bold soft gone',
    );
  });

  test('draws rich text, tables and pictures', () => {
    const text = (one: string): object => ({ type: 'text', text: one });
    const list = {
      type: 'rich_text_list',
      style: 'bullet',
      elements: [{ type: 'rich_text_section', elements: [text('Health: refused')] }],
    };
    const log = { type: 'rich_text_preformatted', elements: [text('INFO rows=1\n<!channel> *x*')] };
    const cells = (...all: string[]): object[] => all.map((one) => ({ type: 'raw_text', text: one }));
    expect(
      draw([
        { type: 'rich_text', elements: [list, log] },
        { type: 'table', rows: [cells('check', 'answer'), cells('redis', 'PONG')] },
        { type: 'image', image_url: 'https://x.example/a.png', alt_text: 'memory over time' },
      ]),
    ).toBe(
      [
        '• Health: refused',
        '│ INFO rows=1',
        '│ <!channel> *x*',
        'check │ answer',
        'redis │ PONG',
        '[image: memory over time]',
      ].join('\n'),
    );
  });

  test('wraps at the width and hangs the lines of a list', () => {
    expect(draw([section('• one two three four five six')], { width: 16 })).toBe('• one two three\n  four five six');
  });

  test('without blocks shows its text', () => {
    const content = { text: `hi <@${sam}>`, blocks: [], attachments: [], parse: 'none' as const, linkNames: false };
    expect(plain(content, { directory, now })).toBe('hi @Sam');
  });

  test('colours only when asked to, and never lets a message bring its own', () => {
    const blocks = [section('\u001b[31mred\u0007 \u202egnp.exe'), { type: 'context', elements: [mrkdwn('small')] }];
    expect(draw(blocks)).toBe('[31mred gnp.exe\nsmall');
    expect(draw(blocks, { colour: true })).toBe('[31mred gnp.exe\n\u001b[2msmall\u001b[22m');
  });

  test('whatever a message says, no line is wider than asked', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'bb ', '*', '`', '<', '\n', '🔴', '• ', '_', '&amp;', '\u{f0000}0\u{f0001}'),
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(text, fc.integer({ min: 10, max: 60 }), (one, width) => {
        const lines = draw([section(one), { type: 'context', elements: [mrkdwn(one)] }], { width }).split('\n');
        expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(width);
      }),
    );
  });
});

test('a modal shows its fields, what was wrong, and its buttons', () => {
  const view = checkView(
    {
      type: 'modal',
      title: label('Deny'),
      submit: label('Deny'),
      close: label('Go back'),
      blocks: [
        {
          type: 'input',
          block_id: 'why',
          label: label('Reason'),
          element: { type: 'plain_text_input', placeholder: label('for the record') },
        },
      ],
    },
    ids,
  );
  const modal = { id: 'V1', hash: 'h', user: sam, view, rootId: 'V1', errors: { why: 'Too short' } };
  expect(plainModal(modal, { directory })).toBe('Deny\nReason:\n____ for the record\nToo short\n[ Go back ]  [ Deny ]');
});
