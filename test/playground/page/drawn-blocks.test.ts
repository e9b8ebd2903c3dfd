import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { packageRoot } from '../../../src/package-root.js';
import { htmlOfBlocks, htmlOfText } from './drawing.js';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text, verbatim: true });
const at = Date.parse('2026-11-22T03:04:11Z') / 1_000;

describe('text', () => {
  test.each([
    ['*b* _i_ ~s~ `c`', '<strong>b</strong> <em>i</em> <s>s</s> <code class="b-code">c</code>'],
    ['```a\n  b```', '<pre class="b-pre">a\n  b</pre>'],
    ['a :pushpin: `:pushpin:` :none:', 'a 📌 <code class="b-code">:pushpin:</code> :none:'],
    ['&amp;lt; &lt;b&gt;', '&amp;lt; &lt;b&gt;'],
    ['<@USAM>', '<span class="b-mention">@Sam &lt;b&gt;</span>'],
    ['<@UADA>', '<span class="b-mention b-mention-you">@Ada</span>'],
    ['<!subteam^S1> <#C1>', '<span class="b-mention">@approvers</span> <span class="b-mention">#inc-api</span>'],
    ['<@UNONE>', '<span class="b-mention">@UNONE</span>'],
    [
      `<!date^${at}^{date_short_pretty} {time_secs}|x>`,
      '<time dateTime="2026-11-22T03:04:11.000Z">today 04:04:11</time>',
    ],
    [`<!date^${at - 86_400}^{date_pretty}|x>`, '<time dateTime="2026-11-21T03:04:11.000Z">yesterday</time>'],
    ['<!date^99999999999999999999^{time}|at &lt;noon&gt;>', 'at &lt;noon&gt;'],
    ['a\u202eb\u200bc\u2066d\u0007e', 'abcde'],
  ])('%j', (source, wanted) => {
    expect(htmlOfText(source)).toBe(`<div class="b-text">${wanted}</div>`);
  });

  test('a link opens beside the page and tells nobody where it came from', () => {
    expect(htmlOfText('<https://a.example/?b=1&amp;c=2|*there*>')).toContain(
      '<a class="b-link" href="https://a.example/?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">*there*</a>',
    );
  });

  test.each([
    'javascript://x/%0aalert(1)',
    'JavaScript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'vbscript://x',
  ])('%s leads nowhere', (url) => {
    const html = htmlOfText(`<${url}|click>`) + htmlOfText(url, false) + htmlOfBlocks(linking(url));
    expect(html).not.toContain('href');
    expect(html).not.toContain('<a');
  });

  test('nothing that somebody writes becomes an element that could run', () => {
    const parts = [
      '<script>',
      '</div>',
      '<img src=x onerror=y>',
      '<',
      '>',
      '|',
      '"',
      "'",
      '`',
      '*',
      '_',
      '&lt;',
      'javascript:',
      ' ',
      '\n',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...parts, '<@U1>', '<https://a.example|', '```'), { maxLength: 40 }),
        (some) => {
          const html = htmlOfText(some.join('')) + htmlOfText(some.join(''), false);
          const tags = [...html.matchAll(/<\/?([a-z]+)/g)].map((one) => one[1]);
          const known = ['div', 'span', 'a', 'strong', 'em', 's', 'code', 'pre', 'blockquote', 'time'];
          expect(tags.filter((tag) => !known.includes(tag ?? ''))).toEqual([]);
          expect(
            [...html.matchAll(/href="([^"]*)"/g)].filter((one) => !/^(https?|mailto):/.test(one[1] ?? '')),
          ).toEqual([]);
        },
      ),
    );
  });
});

function linking(url: string): unknown {
  const elements = [{ type: 'link', url, text: 'click' }];
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

describe('blocks', () => {
  test('header, divider, section with fields, context', () => {
    const html = htmlOfBlocks(
      { type: 'header', text: plain('*api* <down>') },
      { type: 'divider' },
      { type: 'section', text: mrkdwn('*a*'), fields: [mrkdwn('b'), plain('*c*')] },
      {
        type: 'context',
        elements: [mrkdwn('d'), { type: 'image', image_url: 'https://a.example/i.png', alt_text: 'e' }],
      },
    );
    expect(html).toContain('<h3 class="b-header">*api* &lt;down&gt;</h3><hr class="b-divider"/>');
    expect(html).toContain('<div class="b-fields"><div class="b-text">b</div><div class="b-text">*c*</div></div>');
    expect(html).toContain('<span>e</span>');
    expect(html).not.toContain('<img');
  });

  test('a button has its style and the name that is spoken', () => {
    const button = {
      type: 'button',
      text: plain('Restart'),
      style: 'danger',
      accessibility_label: 'Restart api',
      action_id: 'a',
    };
    const html = htmlOfBlocks({ type: 'actions', elements: [button] });
    expect(html).toContain('data-style="danger"');
    expect(html).toContain('aria-label="Restart api"');
  });

  test('an overflow menu is a menu with its lines', () => {
    const options = [{ text: plain('Diagnose again'), value: 'd' }];
    const html = htmlOfBlocks({ type: 'section', text: plain('x'), accessory: { type: 'overflow', options } });
    expect(html).toContain('aria-haspopup="menu"');
    expect(html).toMatch(/role="menuitem"[^>]*>Diagnose again</);
  });

  test('rich text: what is preformatted stays as it is, lists count on', () => {
    const section = (text: string) => ({ type: 'rich_text_section', elements: [{ type: 'text', text }] });
    const html = htmlOfBlocks({
      type: 'rich_text',
      elements: [
        { type: 'rich_text_preformatted', elements: [{ type: 'text', text: '*x*  <!channel>\n  y' }] },
        { type: 'rich_text_list', style: 'bullet', elements: [section('one')] },
        { type: 'rich_text_list', style: 'ordered', offset: 2, elements: [section('third')] },
      ],
    });
    expect(html).toContain('<pre class="b-pre">*x*  &lt;!channel&gt;\n  y</pre>');
    expect(html).toContain('<li>one</li></ul><ol class="b-list b-indent-0" start="3"><li>third</li></ol>');
  });

  test('what is not drawn says so', () => {
    const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] };
    const picker = { type: 'actions', elements: [{ type: 'datepicker' }] };
    const html = htmlOfBlocks(table, picker);
    expect(html).toContain('This kind of block is not drawn here: table');
    expect(html).toContain('This kind of element is not drawn here: datepicker');
  });
});

test('no part of the page writes HTML or code by itself', () => {
  const folder = join(packageRoot(), 'playground/page');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  const source = files.map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);
  const writing =
    /dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/;
  expect(files.length).toBeGreaterThan(20);
  expect(source.filter(([, text]) => writing.test(text)).map(([file]) => file)).toEqual([]);
});
