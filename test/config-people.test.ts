import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { surveyConfig } from '../src/config.js';
import { remediesOff } from '../src/config-people.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-people-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const SERVICES = 'services: { api: { container: { name: api } } }';
const PEOPLE =
  'people: { approvers: { group: S0APPROVERS, users: [U0KIM], terminal: [kim] }, seniors: { users: [W1] } }';

/** Surveys a config.yml with these lines. */
function survey(...lines: string[]) {
  const path = join(folder, 'config.yml');
  writeFileSync(path, [SERVICES, ...lines].join('\n'));
  return surveyConfig({ CONFIG: path });
}

describe('people in config.yml', () => {
  test('are parties of a group, named users and logins', () => {
    const { config, problems } = survey(PEOPLE, 'approval: { approvers: approvers, break_glass: seniors }');
    expect(problems).toEqual([]);
    expect(config.people).toEqual({
      approvers: { name: 'approvers', groups: ['S0APPROVERS'], users: ['U0KIM'], terminal: ['kim'] },
      seniors: { name: 'seniors', groups: [], users: ['W1'], terminal: [] },
    });
    expect(config.approval).toEqual({ approvers: 'approvers', breakGlass: 'seniors', lapsesAfter: 600_000 });
  });

  test('let requests wait as long as it says', () => {
    const { config } = survey(PEOPLE, 'approval: { approvers: approvers, lapses_after: 90s }');
    expect(config.approval).toEqual({ approvers: 'approvers', breakGlass: null, lapsesAfter: 90_000 });
  });

  test.each([
    ['approval: { approvers: approverz }', 'is no party under people; did you mean "approvers"?'],
    ['approval: { approvers: approvers, break_glass: nobody }', 'Known parties: approvers, seniors'],
    ['approval: { approvers: approvers, lapses_after: 0s }', 'between 1s and 1d'],
    ['approval: { approver: approvers }', 'did you mean "approvers"?'],
    ['approval: { break_glass: seniors }', 'approval.approvers: is missing'],
    ['mode: watch', 'mode'],
    ['limits: { memory_ceiling: 8GB }', 'must be a number with a unit: 512MiB, 8GiB'],
    ['limits: { cpu: 8 }', 'is not a known key'],
  ])('are refused as %s', (line, says) => {
    expect(survey(PEOPLE, line).problems.join('\n')).toContain(says);
  });

  test.each([
    ['people: { approvers: {} }', 'names nobody; give it a group, users or terminal'],
    ['people: { approvers: { group: api-approvers } }', 'must be the id of a Slack user group'],
    ['people: { approvers: { users: ["@kim"] } }', 'must be the id of a Slack user'],
    ['people: { approvers: { terminal: ["kim miller"] } }', 'must be a login name'],
    ['people: { Approvers: { users: [U1] } }', 'must be lower-case letters'],
    ['people: { approvers: { user: [U1] } }', 'did you mean "users"?'],
  ])('are not %s', (line, says) => {
    expect(survey(line).problems.join('\n')).toContain(says);
  });
});

describe('remedies', () => {
  test('are off while the bot only observes, and where nobody may approve', () => {
    const approval = { approvers: 'approvers', breakGlass: null, lapsesAfter: 600_000 };
    expect(remediesOff('observe', approval)).toContain('mode: observe');
    expect(remediesOff('act', null)).toContain('nobody who may approve');
    expect(remediesOff('act', approval)).toBeNull();
  });

  test('raise memory to 8 GiB at most unless it says otherwise', () => {
    expect(survey().config.limits).toEqual({ memoryCeiling: 8 * 1_024 ** 3 });
    expect(survey('limits: { memory_ceiling: 512MiB }').config.limits).toEqual({ memoryCeiling: 512 * 1_024 ** 2 });
  });
});
