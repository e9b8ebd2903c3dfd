import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Node } from '../../../playground/page/blocks/flat-text.js';
import { mrkdwnTree } from '../../../playground/page/blocks/mrkdwn-tree.js';
import { escape } from '../../../playground/mrkdwn/entities.js';
import { worked } from '../../lived.js';

/** The tree as brackets: `b[bold]`. */
function sketch(nodes: readonly Node[]): string {
  return nodes
    .map((one) => {
      if (one.kind === 'text') return one.text;
      return one.kind === 'entity' ? `<${one.entity.kind}>` : `${one.kind}[${sketch(one.inside)}]`;
    })
    .join('');
}

const drawn = (source: string): string => sketch(mrkdwnTree(source, true));

function depth(nodes: readonly Node[]): number {
  return Math.max(0, ...nodes.map((one) => ('inside' in one ? 1 + depth(one.inside) : 1)));
}

describe('mrkdwn as a tree', () => {
  test.each([
    ['plain', 'plain'],
    ['*a*', 'bold[a]'],
    ['_a_ ~b~ `c`', 'italic[a] strike[b] code[c]'],
    ['*a _b ~c~_*', 'bold[a italic[b strike[c]]]'],
    ['_*a*_', 'italic[bold[a]]'],
    ['*a _b* c_', 'bold[a _b] c_'],
    ['snake_case_name and 2*3*4', 'snake_case_name and 2*3*4'],
    ['* a* *b *', '* a* *b *'],
    ['**a**', '**a**'],
    ['*a', '*a'],
    ['*a\nb*', '*a\nb*'],
    ['(*a*), *b*.', '(bold[a]), bold[b].'],
    ['`*a*` *`b`*', 'code[*a*] bold[code[b]]'],
    ['`` a', '`` a'],
    ['`a\nb`', '`a\nb`'],
    ['```\nx *y*\n```z', 'pre[x *y*]z'],
    ['a\n```b```\nc', 'a\npre[b]c'],
    ['```open', '```open'],
    ['> a\n> *b*\nc', 'quote[a\nbold[b]\n]c'],
    ['&gt; a', 'quote[a]'],
    ['a > b', 'a > b'],
  ])('%j is %j', (source, wanted) => {
    expect(drawn(source)).toBe(wanted);
  });

  test('entities are unescaped exactly once', () => {
    expect(drawn('&amp;lt;b&amp;gt; &lt;b&gt; &amp;amp;')).toBe('&lt;b&gt; <b> &amp;');
  });

  test('mentions, links and dates act within markup, and no marker reaches into them', () => {
    expect(drawn('*<@U1>* <!subteam^S1> <#C1> <!here>')).toBe('bold[<user>] <group> <channel> <broadcast>');
    expect(drawn('<https://a.example/_b_|*c*> _d_')).toBe('<link> italic[d]');
    expect(drawn('`<!date^1^{time}|x>` ```<https://a.example>```')).toBe('code[<date>] pre[<link>]');
  });

  test('a character that is held for entities elsewhere is nothing but a character', () => {
    expect(drawn('\ufffc <@U1> \ufffc')).toBe('\ufffd <user> \ufffd');
  });

  test('bare addresses become links only where Slack may look for them', () => {
    expect(sketch(mrkdwnTree('see https://a.example/x_y_z.', false))).toBe('see <link>.');
    expect(drawn('see https://a.example/x')).toBe('see https://a.example/x');
    expect(sketch(mrkdwnTree('javascript://a.example', false))).toBe('javascript://a.example');
  });

  test('escaped text without markers comes out as it went in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const harmless = text.replace(/[*_~`>\ufffc]/g, '');
        expect(drawn(escape(harmless))).toBe(harmless);
      }),
    );
  });

  test('escaped text never acts, and nothing of it is lost', () => {
    const hostile = fc.string({ unit: fc.constantFrom(...'*_~`>\n <@U1>|!https://a.b&lt;'.split('')), maxLength: 200 });
    fc.assert(
      fc.property(hostile, (text) => {
        const nodes = mrkdwnTree(escape(text), true);
        expect(JSON.stringify(nodes)).not.toContain('"kind":"entity"');
        expect(depth(nodes)).toBeLessThanOrEqual(6);
        const letters = (words: string): string => words.replace(/[^U1htpsabl@|!]/g, '');
        const flat = (all: readonly Node[]): string =>
          all.map((one) => ('inside' in one ? flat(one.inside) : one.kind === 'text' ? one.text : '')).join('');
        expect(letters(flat(nodes))).toBe(letters(text));
      }),
    );
  });

  test.each([
    '*a _b ~c `',
    '<',
    '<@U1>',
    '```',
    '> *a\n',
    '`',
    '*a* ',
    '**',
    'http://',
    '&amp;',
    '_*~',
    '*a ',
    '<!date^',
  ])('forty thousand characters of %j take no time to speak of', (part) => {
    const source = part.repeat(40_000 / part.length);
    // The quickest of three: a busy machine is slower than the code.
    const times = [1, 2, 3].map(() => worked(() => mrkdwnTree(source, false)));
    expect(Math.min(...times)).toBeLessThan(500);
  });
});
