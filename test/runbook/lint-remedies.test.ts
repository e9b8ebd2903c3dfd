import { describe, expect, test } from '@jest/globals';
import { changed, REMEDIED } from './good.js';

const wrong = (right: string, written: string): string[] => changed(right, written, REMEDIED);

describe('names of remedies', () => {
  test.each([
    ['next: act., remedies: [mend]', 'next: act., remedies: [mond]', '19:60 outcomes.down.remedies[0]', 'mond'],
    ['    remedies: [mend]', '    remedies: [mond]', '27:16 causes.leak.remedies[0]', 'mond'],
    ['spent: mend', 'spent: mond', '46:7 escalation[0].spent', 'mond'],
  ])('%s, written %s', (right, written, place, name) => {
    expect(wrong(right, written)).toEqual([
      `${place}: no remedy is called "${name}"; did you mean "mend"? Remedies are mend, swap`,
    ]);
  });

  test('a next rung that is not there leaves the one that was meant without anybody to offer it', () => {
    expect(wrong('then: swap', 'then: swop')).toEqual([
      '36:5 remedies.mend.then: no remedy is called "swop"; did you mean "swap"? Remedies are mend, swap',
      '37:3 remedies.swap: is never offered: no outcome, no cause and no then: names it',
    ]);
  });

  test('what every JavaScript object has is no remedy', () => {
    expect(wrong('    remedies: [mend]', '    remedies: [constructor]')).toEqual([
      '27:16 causes.leak.remedies[0]: no remedy is called "constructor". Remedies are mend, swap',
    ]);
    expect(wrong('    attempts: 3\n    then: swap', '    attempts: 3\n    then: constructor')[0]).toContain(
      'no remedy is called "constructor"',
    );
  });

  test('the same one twice in a list is told', () => {
    expect(wrong('    remedies: [mend]', '    remedies: [mend, swap, mend]')).toEqual([
      '27:28 causes.leak.remedies[2]: names "mend" a second time',
    ]);
    expect(wrong('watch:', '  - { spent: mend, to: approvers }\nwatch:')).toEqual([
      '47:7 escalation[1].spent: names "mend" a second time',
    ]);
  });
});

describe('who offers a remedy', () => {
  test('an outcome, a cause or the rung before it; otherwise it is told', () => {
    expect(wrong('    then: swap\n', '')).toEqual([
      '36:3 remedies.swap: is never offered: no outcome, no cause and no then: names it',
    ]);
    expect(wrong('    remedies: [mend]\n', '')).toEqual([]);
    expect(wrong('act., remedies: [mend]', 'act.')).toEqual([]);
  });

  test('a ladder that nothing leads to is told rung by rung', () => {
    const unled = REMEDIED.replace('    remedies: [mend]\n', '');
    expect(changed(', remedies: [mend]', '', unled)).toEqual([
      '28:3 remedies.mend: is never offered: no outcome, no cause and no then: names it',
      '36:3 remedies.swap: is never offered: no outcome, no cause and no then: names it',
    ]);
  });

  test('never a false alarm', () => {
    const alarm = 'state: up, kind: false_alarm, only_if: health.ok, remedies: [mend]';
    expect(wrong('state: up', alarm)).toEqual([
      '18:74 outcomes.fine.remedies: is a false alarm: there is nothing to remedy; take them out',
    ]);
  });
});

describe('the ladder', () => {
  test('never comes back to where it was; it is told once, where it closes', () => {
    expect(wrong("    for: '${", "    then: mend\n    for: '${")).toEqual([
      '41:5 remedies.swap.then: goes round in a circle: mend, swap, mend',
    ]);
  });

  test('not even to itself', () => {
    const circle = wrong("    for: '${", "    then: swap\n    for: '${");
    expect(circle).toEqual(['41:5 remedies.swap.then: goes round in a circle: swap, swap']);
  });
});

describe('a verification', () => {
  test('speaks of something that is looked at', () => {
    expect(wrong('that: health.ok && health.n > 1', "that: 'true'")).toEqual([
      '34:28 remedies.mend.verify.that: speaks of no check, so it proves nothing; ask for a fact',
    ]);
  });

  test('asks for something else than what let the remedy act', () => {
    expect(wrong('that: health.ok && health.n > 1', "that: '!health.ok '")).toEqual([
      '34:28 remedies.mend.verify.that: is the same as only_if: it would hold before anything was done',
    ]);
  });

  test('shows checks that are there', () => {
    expect(wrong('show: [health, rows]', 'show: [health, row]')).toEqual([
      '44:70 remedies.swap.verify.show[1]: no check is called "row"; did you mean "rows"? Checks are rows, health',
    ]);
  });
});

describe('a check that only verification asks', () => {
  const told = '"rows" is asked only to verify a remedy (only: verify); nothing else can speak of it';

  test.each([
    ['when: health.ok', 'when: health.ok && rows.ok', '14:5 tree[0].when'],
    ["when: '!health.ok'", "when: '!rows.ok'", '26:11 causes.leak.symptoms[0].when'],
    ['n is {{health.n}}', 'n is {{health.n}}, {{rows.ok}}', '26:42 causes.leak.symptoms[0].say'],
    ["only_if: '!health.ok'", "only_if: '!health.ok && rows.ok'", '33:5 remedies.mend.only_if'],
    ['state: up', 'state: up, only_if: rows.ok', '18:35 outcomes.fine.only_if'],
    ['next: nothing.', 'next: nothing., show: [rows]', '18:58 outcomes.fine.show[0]'],
    ['users_feel: health', 'users_feel: rows', '11:1 users_feel'],
  ])('is spoken of nowhere else: %s, written %s', (right, written, place) => {
    expect(wrong(right, written)).toEqual([`${place}: ${told}`]);
  });

  test('is asked by some verification, be it only to be shown', () => {
    const shown = REMEDIED.replace('that: rows.ok && ', 'that: ');
    expect(changed('show: [health, rows]', 'show: [rows]', shown)).toEqual([]);
    expect(changed('show: [health, rows]', 'show: [health]', shown)).toEqual([
      '9:3 checks.rows: is never asked: only: verify, and neither a remedy nor integrity: looks at it',
    ]);
  });
});

test('an escalation goes to people whom config.yml knows', () => {
  expect(wrong("'@senior-oncall'", "'@senior-onkall'")).toEqual([
    '46:20 escalation[0].to: config.yml has nobody called "senior-onkall" under people; did you mean "senior-oncall"? It has approvers, senior-oncall',
  ]);
});

test('what is unfinished or secret in a remedy is told as everywhere', () => {
  expect(wrong('title: swap it for another', 'title: TODO')).toEqual([
    '39:12 TODO is left in the text; finish it or take it out',
  ]);
  expect(wrong("for: '${service.health}'", 'for: password=hunter2hunter2')).toEqual([
    '41:1 seems to be a secret; put it into config.yml as ${NAME} from the environment',
  ]);
});
