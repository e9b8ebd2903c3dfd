import { describe, expect, test } from '@jest/globals';
import { checkView } from '../../../playground/blocks/check.js';
import type { View } from '../../../playground/blocks/schema.js';
import { Ids } from '../../../playground/ids.js';
import {
  complaintsAbout,
  fieldKey,
  isField,
  leftToWrite,
  valuesOf,
} from '../../../playground/page/blocks/form-values.js';

const plain = (text: string) => ({ type: 'plain_text', text });
const input = (id: string, element: object, over: object = {}) => ({
  ...{ type: 'input', block_id: id, label: plain(id), element: { action_id: id, ...element }, ...over },
});
const text = (over: object = {}) => ({ type: 'plain_text_input', ...over });
const options = [
  { text: plain('One'), value: '1' },
  { text: plain('Two'), value: '2' },
];

function view(...blocks: object[]): View {
  const modal = { type: 'modal', title: plain('Why?'), submit: plain('Send'), blocks };
  return checkView(modal, new Ids('http://slack.example'));
}

const edited = (id: string, value: string): Record<string, string> => ({ [`${id} ${id}`]: value });

describe('a modal that is filled in', () => {
  test('sends what stands in it, touched or not', () => {
    const asked = view(
      input('reason', text({ initial_value: 'was slow' })),
      input('impact', text(), { optional: true }),
      input('level', { type: 'static_select', options, initial_option: options[1] }),
      input('other', { type: 'static_select', options }, { optional: true }),
    );
    expect(valuesOf(asked, edited('impact', 'none'))).toEqual({ reason: 'was slow', impact: 'none', level: '2' });
    expect(valuesOf(asked, edited('reason', ''))).toMatchObject({ reason: '' });
  });

  test.each([
    ['', {}, 'Please complete this required field.'],
    [' \n', {}, 'Please complete this required field.'],
    ['ab', { min_length: 3 }, 'Use at least 3 characters.'],
    ['abcd', { max_length: 3 }, 'Use at most 3 characters.'],
    ['abc', { min_length: 3, max_length: 3 }, undefined],
  ])('%j in a field with %j', (value, limits, complaint) => {
    expect(complaintsAbout(view(input('reason', text(limits))), edited('reason', value))['reason']).toBe(complaint);
  });

  test('an optional field may stay empty, but not be too short', () => {
    const asked = view(input('why', text({ min_length: 3 }), { optional: true }));
    expect(complaintsAbout(asked, {})).toEqual({});
    expect(complaintsAbout(asked, edited('why', 'a'))).toEqual({ why: 'Use at least 3 characters.' });
  });

  test('a menu in which something must be chosen', () => {
    const asked = view(input('level', { type: 'static_select', options }));
    expect(Object.keys(complaintsAbout(asked, {}))).toEqual(['level']);
    expect(complaintsAbout(asked, edited('level', '1'))).toEqual({});
  });

  test('what was typed stays with its field when the app changes the modal', () => {
    const before = view(input('reason', text())).blocks.filter(isField)[0];
    const after = view({ type: 'divider' }, input('reason', text({ initial_value: 'other' }))).blocks.filter(
      isField,
    )[0];
    if (before === undefined || after === undefined) throw new Error('there is no field');
    expect(fieldKey(after)).toBe(fieldKey(before));
  });

  test('the characters left are said once few are', () => {
    const [field] = view(input('reason', text({ max_length: 300 }))).blocks.filter(isField);
    if (field === undefined) throw new Error('there is no field');
    expect(leftToWrite(field, 'x'.repeat(269))).toBeNull();
    expect(leftToWrite(field, 'x'.repeat(270))).toBe(30);
    expect(leftToWrite(field, 'x'.repeat(305))).toBe(-5);
  });
});
