import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { subcommands } from '../../commands/index.js';
import { checks } from '../../src/checks/index.js';
import { readConfig, valuesFor } from '../../src/config.js';
import { packageRoot } from '../../src/package-root.js';
import { remedies } from '../../src/remedies/index.js';
import { runCases } from '../../src/runbook/cases.js';
import { offerableIn } from '../../src/runbook/ladders.js';
import { formatProblem } from '../../src/runbook/problems.js';
import { readRunbook, type ReadResult } from '../../src/runbook/read.js';

const folder = join(packageRoot(), 'runbooks');
const config = readConfig({
  CONFIG: join(packageRoot(), 'config.example.yml'),
  API_DATABASE_URL: 'postgres://api@localhost:5432/api',
  API_DATABASE_URL_INSIDE: 'postgres://api@postgres:5432/api',
  API_DATABASE_ADMIN_URL: 'postgres://admin@localhost:5432/api',
  API_KEY: 'sp_example',
});
const surroundings = {
  catalog: checks,
  services: Object.keys(config.services),
  remedies,
  parties: Object.keys(config.people),
  onCall: config.incidents.onCall,
  values: (service: string) => valuesFor(config, service),
  reserved: subcommands.map(({ word }) => word),
};
const sharedFolder = join(folder, 'shared');
const sharedFiles = readdirSync(sharedFolder).filter((file) => file.endsWith('.yml'));
const sharedFile = (file: string) => ({
  file: `runbooks/shared/${file}`,
  source: readFileSync(join(sharedFolder, file), 'utf8'),
});
const shared = Object.fromEntries(
  sharedFiles
    .filter((file) => !file.endsWith('.cases.yml'))
    .map((file) => [file.replace('.yml', ''), sharedFile(file)]),
);
const sharedCases = sharedFiles.filter((file) => file.endsWith('.cases.yml')).map(sharedFile);
const files = readdirSync(folder).filter((file) => file.endsWith('.yml') && !file.endsWith('.cases.yml'));

const reading = (file: string): ReadResult =>
  readRunbook(`runbooks/${file}`, readFileSync(join(folder, file), 'utf8'), surroundings, shared);

describe.each(files)('%s', (file) => {
  const read = reading(file);

  test('reads without a problem, with the values of config.example.yml', () => {
    expect('problems' in read ? read.problems.map(formatProblem) : []).toEqual([]);
  });

  const casesFile = file.replace(/\.yml$/, '.cases.yml');
  const report =
    'runbook' in read
      ? runCases(`runbooks/${casesFile}`, readFileSync(join(folder, casesFile), 'utf8'), read.runbook, sharedCases)
      : null;

  test('ends as its cases say', () => {
    expect(report?.problems.map(formatProblem)).toEqual([]);
  });

  test('has a case for every outcome, every cause and every remedy', () => {
    expect(report?.unreached).toEqual({ outcomes: [], causes: [], remedies: [] });
  });
});

test('every remedy is offered by some runbook, those of the shared files too', () => {
  const runbooks = files.map(reading).flatMap((read) => ('runbook' in read ? [read.runbook] : []));
  const offered = new Set(runbooks.flatMap((runbook) => [...offerableIn(runbook)]));
  const all = runbooks.flatMap((runbook) => Object.keys(runbook.remedies));
  expect(all.filter((id) => !offered.has(id))).toEqual([]);
});
