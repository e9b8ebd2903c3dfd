import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { surveyConfig } from '../src/config.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-incidents-'));
  writeFileSync(join(folder, 'template.md'), '# <%= it.incident %>');
  mkdirSync(join(folder, 'templates'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const SERVICES = 'services: { api: { container: { name: api } } }';
const PEOPLE = 'people: { on-call: { users: [U1] }, cto: { users: [U2] } }';

/** Surveys a config.yml with these lines. */
function survey(...lines: string[]) {
  const path = join(folder, 'config.yml');
  writeFileSync(path, [SERVICES, PEOPLE, ...lines].join('\n'));
  return surveyConfig({ CONFIG: path });
}

test('how incidents are run and remembered is read', () => {
  const template = relative('.', join(folder, 'template.md'));
  const { config, problems } = survey(
    'incidents: { on_call: on-call, own_channels: true, summary_channels: [C0SUMMARIES, G0PRIVATE], alerts_channel: C0ALERTS }',
    `report: { template: ${template} }`,
    'retention: { detail: 400d }',
    "secrets: { patterns: ['\\bcust-\\d{8}\\b'] }",
  );
  expect(problems).toEqual([]);
  expect(config).toMatchObject({
    incidents: {
      onCall: 'on-call',
      ownChannels: true,
      summaryChannels: ['C0SUMMARIES', 'G0PRIVATE'],
      alertsChannel: 'C0ALERTS',
    },
    report: { template },
    retention: { detailMs: 400 * 86_400_000 },
    secrets: { patterns: ['\\bcust-\\d{8}\\b'] },
  });
});

test('a summary channel named twice gets one summary', () => {
  expect(survey('incidents: { summary_channels: [C1, C2, C1] }').config.incidents.summaryChannels).toEqual([
    'C1',
    'C2',
  ]);
});

test('secrets of the environment and of config.yml are known, the names of services are none', () => {
  const path = join(folder, 'config.yml');
  const services = [
    'services:',
    '  order-service-2:',
    '    container: { compose: { project: shop-1234, service: orders-1 } }',
    '    values: { api_key: "${KEY_OF_THE_API}", database: "postgres://shop:${WORD}@db:5432/shop" }',
  ];
  writeFileSync(path, services.join('\n'));
  const environment = {
    ...{ CONFIG: path, KEY_OF_THE_API: 'sp_e7f0a9b1', WORD: 'an0ther-one', SLACK_SIGNING_SECRET: 'f00dfeedf00dfeed' },
    ...{ OTHER_PASSWORD: 'order-service-2', ANOTHER_PASSWORD: 'shop-1234', SHELL: '/bin/bash' },
  };
  expect([...surveyConfig(environment).config.secrets.known].sort()).toEqual([
    ...['an0ther-one', 'f00dfeedf00dfeed', 'sp_e7f0a9b1'],
  ]);
});

describe('what is wrong is said where it stands', () => {
  test.each([
    [
      'incidents: { on_call: oncall }',
      'config.yml:3:14 incidents.on_call: is no party under people; did you mean "on-call"? Known parties: on-call, cto',
    ],
    [
      "incidents: { summary_channels: ['#summaries'] }",
      'config.yml:3:33 incidents.summary_channels[0]: must be the id of a Slack channel: C and capitals or digits',
    ],
    ['incidents: { own_channel: true }', 'did you mean "own_channels"?'],
    ['retention: { detail: 2h }', 'config.yml:3:14 retention.detail: the duration must be between 1d and 3650d'],
    [
      'report: { template: nowhere.md }',
      'config.yml:3:11 report.template: there is no file nowhere.md that the bot may read',
    ],
    ['report: { template: src }', 'there is no file src that the bot may read'],
    [
      "secrets: { patterns: [fine, '(?<=a)b'] }",
      'config.yml:3:29 secrets.patterns[1]: (?<=a)b is no RE2 pattern (no look-around, no back-references)',
    ],
    ["secrets: { patterns: ['x*'] }", 'secrets.patterns[0]: x* also matches where nothing stands'],
    ["secrets: { patterns: [''] }", 'also matches where nothing stands'],
  ])('%s', (line, says) => {
    expect(survey(line).problems.join('\n')).toContain(says);
  });
});
