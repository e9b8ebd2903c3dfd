import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { painted } from '../../src/terminal/paint.js';
import type { Part } from '../../src/text/text.js';
import type { Block, Message } from '../../src/view/message.js';
import { messageOf } from '../slack/arbitraries.js';

const message = (...blocks: Block[]): Message => ({ blocks, plain: [] });
const section = (...says: Part[]): Block => ({ kind: 'section', says });
const paint = (made: Message, over: Partial<{ colour: boolean; width: number }> = {}): string =>
  painted(made, { colour: false, width: 80, ...over });

describe('a message in a terminal', () => {
  test('says the same words as in Slack, without anything to press', () => {
    const today = new Date().toISOString().slice(0, 10);
    const button = { action: 'diagnose', value: 'INC-1', label: 'Diagnose again', spoken: '', primary: false } as const;
    const made = message(
      { kind: 'header', title: '🔴 api down' },
      section({ bold: 'Next:' }, ' start it with ', { code: 'docker start api' }, '.'),
      { kind: 'buttons', buttons: [button] },
      { kind: 'section', says: ['See ', { link: 'Grafana', url: 'https://g' }], menu: [button] },
      {
        kind: 'context',
        says: [
          'by ',
          { person: 'slack:U1' },
          ', ',
          { person: 'terminal:ada' },
          ' ',
          { time: `${today}T03:04:11Z`, to: 'second' },
        ],
      },
      { kind: 'list', items: [['one'], ['two']] },
      { kind: 'quote', title: 'Log', lines: ['a', ' b'] },
    );
    expect(paint(made).split('\n')).toEqual([
      '🔴 api down',
      'Next: start it with docker start api.',
      'See Grafana (https://g)',
      'by U1, ada 03:04:11 UTC',
      '• one',
      '• two',
      'Log',
      '  | a',
      '  |  b',
    ]);
  });

  test('is set off with colours only where they are wanted', () => {
    const made = message({ kind: 'header', title: 'down' }, section({ bold: 'Next:' }), {
      kind: 'context',
      says: ['x'],
    });
    expect(paint(made, { colour: true })).toBe('\u001b[1mdown\u001b[0m\n\u001b[1mNext:\u001b[0m\n\u001b[2mx\u001b[0m');
    expect(paint(made)).toBe('down\nNext:\nx');
  });

  test('breaks between words; what can be copied stays whole', () => {
    const command = 'docker-compose-with-a-very-long-name';
    expect(paint(message(section(`start it with ${command} up`)), { width: 16 })).toBe(`start it with\n${command}\nup`);
    expect(paint(message({ kind: 'list', items: [['one two three']] }), { width: 9 })).toBe('• one two\n  three');
  });

  test('loses no word at any width', () => {
    const word = fc.stringMatching(/^[a-z]{1,12}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 1, max: 60 }), (words, width) => {
        const lines = paint(message(section(words.join(' '))), { width }).split('\n');
        expect(lines.join(' ')).toBe(words.join(' '));
        expect(lines.every((line) => line.length <= width || !line.includes(' '))).toBe(true);
      }),
    );
  });

  test('paints whatever a message holds', () => {
    fc.assert(
      fc.property(
        messageOf(fc.string(), 8),
        fc.boolean(),
        (made, colour) => typeof paint(made, { colour }) === 'string',
      ),
    );
  });
});
