import { describe, expect, test } from '@jest/globals';
import { changed, GOOD, problems } from './good.js';

describe('names', () => {
  test.each([
    [
      'type: bot',
      'type: bto',
      '9:13 checks.health.type: no check type "bto"; did you mean "bot"? There are bot, docker',
    ],
    ['service: api', 'service: web', '3:1 service: config.yml has no service "web". It has api, cache'],
    [
      'users_feel: health',
      'users_feel: helth',
      '10:1 users_feel: no check is called "helth"; did you mean "health"? Checks are health',
    ],
    [
      'next: act.',
      'next: act., show: [log]',
      '18:56 outcomes.down.show[0]: no check is called "log". Checks are health',
    ],
    [
      '{{health.n}}',
      '{{health.nn}}',
      '25:42 causes.leak.symptoms[0].say: health has no fact "nn"; did you mean "n"? It has ok, n',
    ],
    [
      '{{health.n}}',
      '{{heelth.n}}',
      '25:42 causes.leak.symptoms[0].say: no check is called "heelth"; did you mean "health"? Checks are health',
    ],
    ['{{health.n}}', '{{health}}', '25:42 causes.leak.symptoms[0].say: a place for a value reads {{check.fact}}'],
    [
      'next: act.',
      'next: "look at ${servic}"',
      '18:37 outcomes.down.next: config.yml has no value for ${servic}; did you mean "service"? It has service, service.health',
    ],
  ])('%s, written %s', (right, wrong, expected) => {
    expect(changed(right, wrong)).toEqual([expected]);
  });

  test('an outcome that is not there is told, with those that are', () => {
    expect(changed('otherwise: down', 'otherwise: donw')[0]).toBe(
      '15:5 tree[1].otherwise: no outcome is called "donw"; did you mean "down"? Outcomes are fine, down, could_not_tell',
    );
  });

  test('a runbook is called as its file, and never as a command', () => {
    expect(changed('id: api-down', 'id: api-up')).toEqual(['1:1 id: must be "api-down", as the file is called']);
    expect(problems(GOOD.replace('id: api-down', 'id: status'), 'runbooks/status.yml')).toEqual([
      'runbooks/status.yml:1:1 id: "status" is a command of /incident; call the runbook something else',
    ]);
  });

  test.each([
    ['type: bot', 'type: constructor', 'no check type "constructor"'],
    ['service: api', 'service: constructor', 'no service "constructor"'],
    ['otherwise: down', 'otherwise: constructor', 'no outcome is called "constructor"'],
    ['next: act.', 'next: "${constructor}"', 'no value for ${constructor}'],
    ['{{health.n}}', '{{constructor.name}}', 'no check is called "constructor"'],
    ['{{health.n}}', '{{health.constructor}}', 'health has no fact "constructor"'],
    ["'!health.ok'", 'health.constructor == 1', 'health has no fact "constructor"'],
    ["'!health.ok'", 'constructor.name == "x"', 'no check is called "constructor"'],
  ])('what every JavaScript object has is no name: %s, written %s', (right, wrong, expected) => {
    expect(changed(right, wrong)[0]).toContain(expected);
  });

  test('a word of the condition language names no check and no fact', () => {
    expect(changed('  health: {', '  for: { type: bot, has: {} }\n  health: {')).toEqual([
      '9:3 checks.for: conditions cannot speak of "for", a word of their own; call the check something else',
    ]);
    expect(changed('n: int', 'n: int, in: int')).toEqual([
      '9:3 checks.health: conditions cannot speak of "in", a word of their own; call the fact something else',
    ]);
  });
});

describe('conditions', () => {
  test('a misspelt fact stands with a caret under it', () => {
    expect(changed("'!health.ok'", "'health.n > 1 && !health.okk'")).toEqual([
      [
        '25:11 causes.leak.symptoms[0].when: health has no fact "okk"; did you mean "ok"? It has ok, n',
        '    health.n > 1 && !health.okk',
        '                            ^^^',
      ].join('\n'),
    ]);
  });

  test('of one over several lines, the wrong line is shown', () => {
    expect(changed('when: health.ok', 'when: |-\n      health.n > 1 &&\n      health.okk')).toEqual([
      [
        '13:5 tree[0].when: health has no fact "okk"; did you mean "ok"? It has ok, n',
        '    health.okk',
        '           ^^^',
      ].join('\n'),
    ]);
  });

  test('one that is a number is no yes or no', () => {
    expect(changed('when: health.ok', 'when: health.n')[0]).toContain('gives a value of type int, not a yes or no');
  });

  test('one that ends too early is shown to its end', () => {
    expect(changed('when: health.ok', 'when: health.ok &&')[0]).toMatch(/health\.ok &&\n {4} {12}\^$/);
  });

  test('a wrong one makes nothing behind it look unreachable', () => {
    expect(changed('when: health.ok', 'when: health.okk')).toHaveLength(1);
  });
});

describe('the tree', () => {
  test('every answer leads somewhere', () => {
    expect(changed('- otherwise: down', '- ask: And?\n    when: health.n > 1\n    yes: down')).toEqual([
      '15:5 tree[1]: has no way on for no, and no question follows it',
    ]);
    expect(changed('- otherwise: down', '- { ask: And?, when: health.n > 1, no: down, unknown: fine }')).toEqual([
      '15:5 tree[1]: has no way on for yes, and no question follows it',
    ]);
  });

  test('nothing follows otherwise', () => {
    expect(changed('- otherwise: down', '- otherwise: down\n  - otherwise: fine')).toEqual([
      '15:5 tree[1]: otherwise must be the last; what follows it is never asked',
    ]);
  });

  test('an outcome it never reaches is told', () => {
    expect(changed('outcomes:', 'outcomes:\n  spare: { title: spare, state: up, next: x. }')).toEqual([
      '17:3 outcomes.spare: is never reached by the tree',
    ]);
  });
});

describe('what a runbook owes its readers', () => {
  test('an outcome for when the answers do not decide', () => {
    expect(problems(GOOD.replace(/ {2}could_not_tell.*\n/, ''))).toEqual([
      'runbooks/api-down.yml:16:1 outcomes: needs an outcome "could_not_tell": what people do when the answers do not decide',
    ]);
  });

  test('a false alarm shows that the service is well', () => {
    expect(changed('state: up', 'state: up, kind: false_alarm')).toEqual([
      '17:3 outcomes.fine: is a false alarm and needs only_if: a condition that shows the service is well',
    ]);
    expect(changed('state: up', 'state: up, kind: false_alarm, only_if: health.ok')).toEqual([]);
  });

  test('nothing is left to do, and each place is told', () => {
    expect(changed('title: leak', 'title: TODO leak # FIXME')).toEqual([
      '22:12 TODO is left in the text; finish it or take it out',
      '22:24 FIXME is left in the text; finish it or take it out',
    ]);
    expect(changed('title: leak', 'title: todos stay')).toEqual([]);
  });

  test('no secret, not even in a comment', () => {
    expect(changed('next: mend.', 'next: mend. # password: hunter2hunter2')).toEqual([
      '23:1 seems to be a secret; put it into config.yml as ${NAME} from the environment',
    ]);
  });
});
