import { describe, expect, test } from '@jest/globals';
import type { Runbook } from '../../src/runbook/runbook.js';
import type { Form } from '../../src/view/forms.js';
import { escalateForm, noteForm, reopenForm } from '../../src/view/record-forms.js';
import { resolveForm, toldOf } from '../../src/view/resolve-form.js';
import { offering } from './mending.js';
import { answering, by, Recording } from './recording.js';
import { inWords } from './words.js';

const api = { incident: 'INC-12', service: 'api' };
const redis = { incident: 'INC-13', service: 'redis' };
const broken = (): Recording => new Recording().broken();
const marked = { ts: '1733281500.000100', author: 'slack:USAM' };

const proposing: Runbook = {
  ...answering,
  causes: answering.causes.map((cause) => ({ ...cause, followUps: ['file a bug for the `memory` leak'] })),
};

/** The answers a form opens with. */
function initial({ fields }: Form): Record<string, string> {
  return Object.fromEntries(fields.map((field) => [field.id, field.initial]));
}

/** What Slack and a tired reader take of a form. */
function expectFits({ title, submit, close, fields, value }: Form): void {
  for (const words of [title, submit, close]) expect(words.length).toBeLessThanOrEqual(24);
  expect(value).toMatch(/^INC-\d+/);
  expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
  for (const { label, initial: stands, most, options } of fields) {
    expect(label.length).toBeLessThanOrEqual(75);
    expect(stands.length).toBeLessThanOrEqual(most);
    expect(most).toBeLessThanOrEqual(3_000);
    for (const option of options ?? []) {
      expect(option.value).not.toBe('');
      expect(Math.max(option.value.length, option.label.length)).toBeLessThanOrEqual(75);
    }
  }
}

describe('the form before an end', () => {
  const mended = broken().mended().watchedClean().incident;

  test('stands filled in from the record', () => {
    const form = resolveForm(mended, proposing, '');
    expectFits(form);
    expect(form.value).toBe('INC-12');
    expect(initial(form)).toEqual({
      reason: 'Raise memory of api to 4 GiB',
      impact: '100 % of API requests fail (all /v1/*), for 1 min 1 s',
      follow_ups: [
        'Set mem_limit: 4g in docker-compose.yml; the next recreate undoes this',
        'File a bug for the memory leak',
      ].join('\n'),
    });
  });

  test('takes what was typed for what fixed it', () => {
    expect(initial(resolveForm(mended, null, 'gave it more memory')).reason).toBe('gave it more memory');
    expectFits(resolveForm(mended, null, 'word '.repeat(500)));
  });

  test('asks for the cause only where not exactly one is named', () => {
    const fieldsOf = (form: Form): string[] => form.fields.map(({ id }) => id);
    expect(fieldsOf(resolveForm(mended, answering, ''))).not.toContain('cause');
    const unknown = new Recording().broken('unknown').incident;
    const asked = resolveForm(unknown, answering, '').fields.find(({ id }) => id === 'cause');
    expect(asked).toMatchObject({ required: false, options: null });
  });

  test('offers the causes that were ranked, and that it was none of them', () => {
    const { incident } = broken();
    const [run] = incident.runs;
    if (run?.verdict == null) throw new Error('there is no verdict');
    const cause = (id: string, title: string) => ({ id, title, score: 4, next: '' });
    const verdict = {
      ...run.verdict,
      named: [],
      candidates: [cause('a', 'out of memory'), cause('b', 'x'.repeat(90))],
    };
    const form = resolveForm({ ...incident, runs: [{ ...run, verdict }] }, null, 'x');
    expectFits(form);
    const options = form.fields.find(({ id }) => id === 'cause')?.options ?? [];
    expect(options.map(({ label }) => label.slice(0, 13))).toEqual(['Out of memory', 'Xxxxxxxxxxxxx', 'Something els']);
    expect(toldOf({ cause: options[0]?.value ?? '' }).cause).toBe('out of memory');
    expect(toldOf({ cause: options[2]?.value ?? '' }).cause).toBe('');
  });

  test('takes whole lines of a very long list', () => {
    const many = { ...proposing, causes: proposing.causes.map((one) => ({ ...one, followUps: lines(200) })) };
    const { follow_ups: shown = '' } = initial(resolveForm(mended, many, ''));
    expect(shown.length).toBeLessThanOrEqual(3_000);
    expect(shown.split('\n').at(-1)).toMatch(/^Do thing number \d+ with care$/);
  });

  test('is read back cleaned, masked and line by line', () => {
    const told = toldOf({
      impact: ' All \u202erequests\u0007 failed, password=hunter2hunter2 ',
      follow_ups: '- file a bug @sam 2026-12-01\n\n2. set mem_limit',
    });
    expect(told.impact).toBe('All requests failed, password=•••');
    expect(told.cause).toBe('');
    expect(told.followUps).toEqual([
      { what: 'file a bug', owner: 'sam', due: '2026-12-01' },
      { what: 'set mem_limit', owner: null, due: null },
    ]);
  });
});

describe('the form of a note', () => {
  test('asks for words, and who may read them', () => {
    const form = noteForm([api], '', null);
    expectFits(form);
    expect([form.action, form.value, form.fields.map(({ id }) => id)]).toEqual([
      'add_note',
      'INC-12',
      ['words', 'private'],
    ]);
    expect(initial(form)).toEqual({ words: '', private: 'no' });
  });

  test('from a message stands with its words, cut to what a form takes', () => {
    const form = noteForm([api], 'word '.repeat(2_000), marked);
    expectFits(form);
    expect([form.action, form.value]).toEqual(['pin_message', 'INC-12:1733281500.000100']);
    expect(form.fields.map(({ id }) => id)).toEqual(['words']);
    expect(inWords({ blocks: form.blocks, plain: [] })).toContain('A message of slack:USAM.');
  });

  test('asks which incident where several may be meant, and chooses none', () => {
    const form = noteForm([api, redis], 'it swaps', marked);
    expectFits(form);
    expect(form.fields[0]).toMatchObject({ id: 'incident', initial: '', required: true });
    expect(form.fields[0]?.options).toEqual([
      { value: 'INC-12', label: 'INC-12 api' },
      { value: 'INC-13', label: 'INC-13 redis' },
    ]);
  });
});

describe('the form before somebody is called', () => {
  const called = (form: Form | null): string => (form === null ? '' : inWords({ blocks: form.blocks, plain: [] }));

  test('says who, and that they are notified', () => {
    const form = escalateForm(broken().incident);
    expect(called(form)).toContain('This calls senior-oncall. They are notified at once.');
    expect(form?.fields[0]).toMatchObject({ id: 'reason', required: false });
    if (form !== null) expectFits(form);
  });

  test('says that a drill notifies nobody', () => {
    const drill = new Recording().broken('memory', { drill: true });
    expect(called(escalateForm(drill.incident))).toContain('In this drill nobody is notified.');
  });

  test('is none where everybody was called', () => {
    expect(escalateForm(broken().minutes(30).incident)).toBeNull();
  });
});

test('the form before reopening says that nothing is run', () => {
  const form = reopenForm(broken().resolve().incident);
  expectFits(form);
  expect(inWords({ blocks: form.blocks, plain: [] })).toContain('INC-12 of api goes on. Nothing is run.');
});

test('a form fits where the incident knows nothing', () => {
  const story = new Recording().open().offer([offering('restart')]);
  const blank = story.then(by.take('slack:UADA')).incident;
  expectFits(resolveForm({ ...blank, response: null }, null, ''));
  expect(initial(resolveForm({ ...blank, response: null }, null, ''))).toMatchObject({ reason: '', impact: '' });
  expect(escalateForm({ ...blank, response: null })).toBeNull();
});

function lines(number: number): string[] {
  return Array.from({ length: number }, (_, at) => `do thing number ${at} with care`);
}
