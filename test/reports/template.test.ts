import { describe, expect, test } from '@jest/globals';
import { documentOf } from '../../src/reports/document.js';
import { render } from '../../src/reports/template.js';
import { accountOf, wholeStory } from './story.js';

const data = { id: 'INC-12', list: [{ name: 'one' }, { name: 'two' }], nothing: null };
const rendered = (source: string): unknown => render({ file: 'ours.md', source }, data);

describe('a template', () => {
  test('prints what it is given, and lines of statements alone leave no empty line', () => {
    const source = '# <%= it.id %>\n<% for (const one of it.list) { %>\n- <%= one.name %>\n<% } %>\nend\n';
    expect(rendered(source)).toEqual({ body: '# INC-12\n- one\n- two\nend\n' });
  });

  test('prints words as they are: they are escaped before, not by the template', () => {
    const source = "<%= '<&>' %>";
    expect(rendered(source)).toEqual({ body: '<&>' });
  });

  test.each([
    ['a name that is not there', 'a\nb <%= it.idd %>', 2, 'there is no it.idd'],
    ['a name deep inside', '\n\n<%= it.list[0].nam %>', 3, 'there is no it.list.0.nam'],
    ['a variable that is not there', 'a\n<%= id %>', 2, 'id is not defined'],
    ['a value that is not there', 'a\n<%= it.nothing %>', 2, 'it has no value here'],
    ['a statement that is not closed', 'a\n<% if (it.id) { %>\nb', 2, 'Unexpected'],
    ['a word that makes no sense', 'a\n<%= it.id %>\n<% const const = 1 %>', 3, 'Unexpected'],
    ['a tag that is not closed', 'a\n\n<%= it.id', 3, 'unclosed tag'],
    ['an error of its own', "a\n<% throw new Error('no') %>", 2, 'no'],
    ['something that is no error', 'a\n<% throw null %>', 2, 'it fails'],
    ['a file that is not there', "a\n<%~ include('./other') %>", 2, 'include is not defined'],
    ['the process', 'a\n<% process.exit(1) %>', 2, 'process is not defined'],
    ['a text without an end', "a\n<% for (;;) { %>\n<%= 'x'.repeat(1e6) %>\n<% } %>", 3, 'it writes without an end'],
  ])('with a mistake (%s) says the line and what', (_, source, line, wrong) => {
    expect(rendered(source)).toEqual({ line, wrong: expect.stringContaining(wrong) as unknown });
  });

  test('that does not end is ended, and says where it was', () => {
    expect(rendered('a\nb\n<% for (;;) {} %>')).toEqual({ line: 3, wrong: 'it does not end' });
  });
});

describe('a template of the team', () => {
  const account = accountOf(wholeStory());
  const builtIn = documentOf(account, null).body;

  test('is taken instead of the built-in one', () => {
    const source = '<%= it.id %>: <%= it.stages.length %> stages, <%= it.people[0].name %>';
    expect(documentOf(account, { file: 'ours.md', source })).toEqual({
      body: 'INC-12: 5 stages, Ada\n',
      trouble: null,
    });
  });

  test('with a mistake gives way to the built-in one, and says its file and line', () => {
    const { body, trouble } = documentOf(account, { file: 'ours.md', source: 'one\n<%= it.sumary %>' });
    expect(body).toBe(builtIn);
    expect(trouble).toBe(
      'The built-in document was used, because the template has a mistake: ours.md, line 2: there is no it.sumary.',
    );
  });
});
