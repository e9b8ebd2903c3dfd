import fc from 'fast-check';
import type { Part, Text } from '../../src/text/text.js';
import { ACTIONS, type Block, type Button, type Message } from '../../src/view/message.js';
import { anyText } from '../any-text.js';

/** Pieces of which text that wants to act is made. */
const HOSTILE = [
  ...['<!channel>', '<!here>', '<!everyone>', '<@U1>', '<#C1>', '<!subteam^S1>', '<https://evil.example|bank>'],
  ...[
    '@here',
    '@channel',
    '@everyone',
    '@ada',
    '@api-approvers',
    '#inc-api',
    'https://evil.example',
    '!channel',
    '@U1',
  ],
  ...['<', '>', '&', '&lt;', '&gt;', '&amp;', '|', '^', '*', '_', '~', '`', '```', '\n', '\t', ' ', '  ', ':tada:'],
  ...['a', 'word', 'ü', '😀', '\u202e', '\u0000', '\ud800', '-', '.', '> quote', '• ', '1. '],
];

/** Text from outside: random characters, and hostile pieces in any order. */
export const foreign: fc.Arbitrary<string> = fc.oneof(
  anyText({ maxLength: 40 }),
  fc.array(fc.constantFrom(...HOSTILE), { maxLength: 12 }).map((pieces) => pieces.join('')),
);

const time = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date): Part => ({ time: date.toISOString(), to: date.getTime() % 2 === 0 ? 'second' : 'minute' }));

/** Every kind of part but a mention, with foreign words in it; `words` says which. */
export function partOf(words: fc.Arbitrary<string>): fc.Arbitrary<Part> {
  return fc.oneof(
    words,
    words.map((bold): Part => ({ bold })),
    words.map((code): Part => ({ code })),
    fc.tuple(words, words).map(([link, url]): Part => ({ link, url })),
    words.map((link): Part => ({ link, url: 'https://grafana.example/d/1' })),
    words.map((person): Part => ({ person: `slack:${person}` })),
    time,
  );
}

export const textOf = (words: fc.Arbitrary<string>): fc.Arbitrary<Text> => fc.array(partOf(words), { maxLength: 6 });

function button(words: fc.Arbitrary<string>): fc.Arbitrary<Button> {
  const confirm = fc.record({ title: words, says: textOf(words), yes: words, no: words });
  return fc.record(
    {
      ...{ action: fc.constantFrom(...ACTIONS), value: words, label: words, spoken: words, primary: fc.boolean() },
      confirm,
    },
    { requiredKeys: ['action', 'value', 'label', 'spoken', 'primary'] },
  );
}

function block(words: fc.Arbitrary<string>): fc.Arbitrary<Block> {
  const says = textOf(words);
  const buttons = fc.array(button(words), { maxLength: 30 });
  return fc.oneof(
    words.map((title): Block => ({ kind: 'header', title })),
    says.map((one): Block => ({ kind: 'section', says: one })),
    fc.tuple(says, buttons).map(([one, menu]): Block => ({ kind: 'section', says: one, menu })),
    buttons.map((all): Block => ({ kind: 'buttons', buttons: all })),
    says.map((one): Block => ({ kind: 'context', says: one })),
    fc.array(says, { maxLength: 60 }).map((items): Block => ({ kind: 'list', items })),
    fc
      .tuple(words, fc.array(words, { maxLength: 60 }))
      .map(([title, lines]): Block => ({ kind: 'quote', title, lines })),
  );
}

/** Messages of any shape, from nothing at all to far more than Slack takes. */
export function messageOf(words: fc.Arbitrary<string>, mostBlocks = 60): fc.Arbitrary<Message> {
  return fc.record({ blocks: fc.array(block(words), { maxLength: mostBlocks }), plain: textOf(words) });
}

/** Words that are now and then very long. */
export const huge: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: foreign },
  {
    weight: 1,
    arbitrary: fc.tuple(foreign, fc.integer({ min: 10, max: 2_000 })).map(([piece, times]) => piece.repeat(times)),
  },
);
