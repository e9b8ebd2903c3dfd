import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { documentOf } from '../../src/reports/document.js';
import { codeSpan, inert, inCell, markdown } from '../../src/reports/markdown.js';
import type { Part } from '../../src/text/text.js';
import { accountOf, diagnosed, message } from './story.js';

const HOSTILE = [
  '![x](https://evil.test/p.png)',
  '[click](https://evil.test)',
  '<img src=x onerror=alert(1)>',
  '<https://evil.test>',
  '</details><script>alert(1)</script>',
  '<!channel> <@U123> <!here>',
  'see https://evil.test and www.evil.test or mail me@evil.test',
  '# heading\n\n## another\n---\n===',
  '```\nfence\n~~~',
  '`code` **bold** _it_ ~~gone~~ a_b_c',
  '| a | b |\n| --- | --- |',
  '&lt;b&gt; &#60;b&#62; &amp;',
  '- [x] done\n1. one\n+ two\n> quote',
  'a\\',
  '\\[click](https://evil.test)',
  '[ref]: https://evil.test',
];

/** What is left of inert text once every escaped character is a dot must hold nothing that acts. */
function acting(escaped: string): string[] {
  const bare = escaped.replace(/\\[!-/:-@[-`{-~]/g, '·');
  const found = bare.match(/[`*[\]<|~\n]|!$|https?:|www\.|(?<=[\w.+-])@(?=[\w-])|&#?\w+;|\\$/gi) ?? [];
  const starts = /^(?:#|>|[-+=](?:\s|$)|\d{1,9}[.)](?:\s|$))/.test(escaped) ? ['start'] : [];
  return [...found, ...starts];
}

const MARKS = Array.from('\\`*_[]<>|~!#&@:/.-+=1a \n');

const hostile = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string(),
  fc.array(fc.constantFrom(...MARKS, 'https', '://', 'www', 'x.y'), { maxLength: 14 }).map((all) => all.join('')),
);

describe('foreign words in a document', () => {
  test('hold nothing that acts once they are escaped', () => {
    fc.assert(
      fc.property(hostile, (words) => {
        expect(acting(inert(words))).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  test('nor do parts of a text that only together would act', () => {
    const part: fc.Arbitrary<Part> = fc.oneof(
      hostile,
      hostile.map((person): Part => ({ person })),
      hostile.map((mention): Part => ({ mention })),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
        expect(acting(markdown(parts, {}))).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  test('the check above finds what acts', () => {
    for (const words of HOSTILE.filter((one) => one !== '\\[click](https://evil.test)'))
      expect([words, acting(words).length > 0]).toEqual([words, true]);
  });

  test('cannot break out of code', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', 'a', ' ', '\n', '~') }), (words) => {
        const span = codeSpan(words);
        if (span === '') return;
        const around = /^`+/.exec(span)?.[0] ?? '';
        const inside = span.slice(around.length, -around.length);
        expect((inside.match(/`+/g) ?? []).some((run) => run.length === around.length)).toBe(false);
        expect(inside).not.toContain('\n');
      }),
    );
  });

  test('stay readable where they are harmless', () => {
    const words = 'out_of_memory at 3.5 s: mem_limit: 4g -> 8g (50 %), exit 137!  Done. 1.5 s';
    expect(inert(words)).toBe('out_of_memory at 3.5 s: mem_limit: 4g -> 8g (50 %), exit 137! Done. 1.5 s');
  });

  test('end no cell of a table', () => {
    expect(inCell(`${codeSpan('a|b')} ${inert('c|d')}`)).toBe('`a\\|b` c\\|d');
  });

  test('links lead only where the bot itself found them', () => {
    const evil: Part = { link: 'x](https://evil.test) [y', url: 'javascript:alert(1)' };
    expect(markdown([evil], {})).toBe('x\\](https\\://evil.test) \\[y');
    const odd: Part = { link: 'here', url: 'https://acme.test/a>b' };
    expect(markdown([odd], {})).toBe('here');
  });
});

describe('a hostile story', () => {
  test('adds no heading, link, picture or mention to the document, and keeps its lists whole', () => {
    const story = diagnosed();
    for (const says of HOSTILE) story.do({ do: 'note', by: 'slack:UEVIL', says, private: false, source: null });
    story.do({
      do: 'pin',
      by: 'slack:UADA',
      source: { ...message, link: 'javascript:alert(1)' },
      says: HOSTILE.join('\n'),
    });
    const told = {
      impact: HOSTILE.join(' '),
      cause: HOSTILE.join('\n'),
      followUps: [{ what: HOSTILE.join(' '), owner: '<b>', due: null }],
    };
    story.do({ do: 'close', by: 'slack:UEVIL', how: 'resolved', reason: HOSTILE.join('\n'), told });
    const names = { 'slack:UEVIL': '](https://evil.test) **Eve** <b>' };
    const { body } = documentOf(accountOf(story, { names }), null);
    const calm = documentOf(accountOf(diagnosed()), null).body;
    const headings = (text: string): number => text.match(/^#+ /gm)?.length ?? 0;
    expect(headings(body)).toBe(headings(calm));
    expect(body).not.toMatch(/(?<!\\)<(?!https?:\/\/grafana|INC-12)/);
    expect(body.match(/(?<!\\)\]\(/g)).toHaveLength(1);
    expect(body).not.toMatch(/https?:\/\/evil/);
  });
});
