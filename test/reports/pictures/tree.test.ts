import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checks } from '../../../src/checks/index.js';
import { readConfig, valuesFor } from '../../../src/config.js';
import type { Account } from '../../../src/engine/reporter.js';
import { packageRoot } from '../../../src/package-root.js';
import { remedies } from '../../../src/remedies/index.js';
import { treePicture } from '../../../src/reports/pictures/tree.js';
import { readCases } from '../../../src/runbook/read-cases.js';
import type { Runbook } from '../../../src/runbook/runbook.js';
import { walk } from '../../../src/runbook/tree.js';
import { readRunbookFolder } from '../../../src/runbook-folder.js';
import { makeAnswers, makeRunbook, Story } from '../../builders.js';
import { expectLegible, wordsIn } from './boxes.js';
import { accountOf, ladder } from './stories.js';

const folder = join(packageRoot(), 'runbooks');

function realRunbooks(): readonly Runbook[] {
  const config = readConfig({
    CONFIG: join(packageRoot(), 'config.example.yml'),
    API_DATABASE_URL: 'postgres://api@localhost:5432/api',
    API_DATABASE_URL_INSIDE: 'postgres://api@postgres:5432/api',
    API_DATABASE_ADMIN_URL: 'postgres://admin@localhost:5432/api',
    API_KEY: 'sp_example',
  });
  return readRunbookFolder(folder, {
    catalog: checks,
    services: Object.keys(config.services),
    remedies,
    parties: Object.keys(config.people),
    onCall: config.incidents.onCall,
    values: (service) => valuesFor(config, service),
    reserved: [],
  }).all;
}

/** An incident for each way through the tree that the cases beside a runbook take. */
function accountsOf(runbook: Runbook): readonly Account[] {
  const source = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const shared = [{ file: 'shared/api.cases.yml', source: source('shared/api.cases.yml') }];
  const file = `${runbook.id}.cases.yml`;
  const read = readCases(file, source(file), runbook.vocabulary, shared);
  if ('problems' in read) throw new Error(`the cases of ${runbook.id} cannot be read`);
  const byPath = new Map(read.cases.map(({ known }) => [JSON.stringify(walk(runbook.tree, known)), known]));
  return [...byPath.values()].map((known) =>
    accountOf(new Story([runbook]).open().answer(makeAnswers(known)), {}, [runbook]),
  );
}

const small = makeRunbook(`
checks:
  health: { type: bot, title: Health endpoint, has: { ok: bool } }
  container: { type: docker, title: Container, has: { running: bool } }
tree:
  - { ask: Does it answer?, when: health.ok, yes: well }
  - { ask: Does it run?, when: container.running, yes: silent, no: gone }
outcomes:
  well: { title: false alarm, state: up, kind: false_alarm, only_if: health.ok, next: rest. }
  silent: { title: does not answer, state: down, next: restart it. }
  gone: { title: container not running, state: down, next: start it. }
`);

function told(over: Partial<Account> = {}) {
  const says = { health: ['connection refused'], container: ['exited, code 137'] };
  const story = new Story([small]).open();
  story.answer(makeAnswers({ health: { ok: false }, container: { running: false } }, says));
  return treePicture(accountOf(story, over, [small]));
}

describe('the picture of a decision tree', () => {
  test('has the questions, what was seen, the answers, the other ways, and the end, in this order', () => {
    const said = wordsIn(told()?.svg ?? '').map(({ words }) => words);
    const inOrder = [
      'INC-12, diagnosis 1: API Down',
      'Does it answer?',
      'Health endpoint: connection refused',
      'Does it run?',
      'Container: exited, code 137',
      'Verdict: container not running',
    ];
    expect(said.filter((words) => inOrder.includes(words))).toEqual(inOrder);
    expect(said.filter((words) => words === 'no')).toHaveLength(2);
    expect(said).toEqual(expect.arrayContaining(['yes: false alarm', 'yes: does not answer']));
    expect(told()?.alt).toBe(
      'INC-12, diagnosis 1 with API Down: 2 questions led to “container not running”. The last was “Does it run?”: no.',
    );
  });

  test('is of the newest diagnosis that was completed', () => {
    expect(treePicture(accountOf(ladder()))?.alt).toContain('diagnosis 2');
  });

  test('is not there where the runbook cannot be read any more, or nothing was diagnosed', () => {
    expect(told({ runbooks: new Map([['hash of api-down', null]]) })).toBeNull();
    expect(told({ runbooks: new Map() })).toBeNull();
    expect(treePicture(accountOf(new Story([small]).open(), {}, [small]))).toBeNull();
  });

  test('of a tree that was changed since shows no question of another one', () => {
    const other = makeRunbook(`
checks: { health: { type: bot, has: { ok: bool } } }
tree: [{ ask: Something else?, when: health.ok, yes: well, no: ill }]
outcomes:
  well: { title: false alarm, state: up, kind: false_alarm, only_if: health.ok, next: rest. }
  ill: { title: does not answer, state: down, next: mend it. }
`);
    const picture = told({ runbooks: new Map([['hash of api-down', other]]) });
    expect(picture?.svg).not.toContain('Something else?');
    expect(picture?.svg).toContain('container not running');
  });

  test.each(['api-down', 'api-not-responding'])('of %s is legible on every way through it', (id) => {
    const runbook = realRunbooks().find((one) => one.id === id);
    if (runbook === undefined) throw new Error(`there is no runbook ${id}`);
    const pictures = accountsOf(runbook).map((account) => treePicture(account));
    expect(pictures.length).toBeGreaterThan(8);
    for (const picture of pictures) {
      expectLegible(picture?.svg ?? '');
      expect(picture?.alt.length).toBeLessThanOrEqual(1_000);
    }
  });
});
