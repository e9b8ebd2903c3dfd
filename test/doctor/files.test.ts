import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { surveyConfig } from '../../src/config.js';
import { runbookLines } from '../../src/doctor/runbooks.js';
import { settingsLines } from '../../src/doctor/settings.js';
import type { Line } from '../../src/doctor/line.js';
import { surveyRunbooks } from '../../src/runbook-folder.js';
import { remedies } from '../builders.js';
import { runbookSource, SURROUNDINGS } from '../engine/runbooks.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe('the settings', () => {
  test('that are sound are counted', () => {
    const path = write('config.yml', 'services: { api: { container: { name: api } } }');
    expect(settingsLines(surveyConfig({ CONFIG: path }))).toEqual([
      { mark: 'ok', about: 'Configuration', says: '1 service, 1 Docker host', mend: null },
      {
        mark: 'note',
        about: 'Remedies',
        says: 'off: config.yml names nobody who may approve (approval)',
        mend: 'config.example.yml shows how to name them',
      },
      {
        mark: 'note',
        about: 'On call',
        says: 'nobody is reminded where nobody acknowledges in time',
        mend: 'name a party under incidents.on_call in config.yml',
      },
      {
        mark: 'note',
        about: 'Alerts',
        says: 'open no incidents: ALERT_TOKEN is not set',
        mend: 'README.md shows how Alertmanager sends them',
      },
      {
        mark: 'ok',
        about: 'Record',
        says: "all is kept for good; documents are written after the bot's own template",
        mend: null,
      },
    ]);
  });

  test.each([
    ['', 'note', 'open incidents that have no channel until somebody asks in one'],
    ['incidents: { alerts_channel: C0ALERTS }', 'ok', 'open incidents in C0ALERTS'],
  ])('say where alerts open incidents: %s', (line, mark, says) => {
    const path = write('config.yml', ['services: { api: { container: { name: api } } }', line].join('\n'));
    const survey = surveyConfig({ CONFIG: path, ALERT_TOKEN: 'a-token-of-16-characters' });
    expect(settingsLines(survey)[3]).toMatchObject({ mark, about: 'Alerts', says });
  });

  test('say who is reminded, what is kept and how documents are written', () => {
    const template = write('template.md', '# an incident');
    const lines = [
      'services: { api: { container: { name: api } } }',
      'people: { on-call: { users: [U1] } }',
      'incidents: { on_call: on-call }',
      `report: { template: ${template} }`,
      'retention: { detail: 400d }',
    ];
    const path = write('config.yml', lines.join('\n'));
    expect(settingsLines(surveyConfig({ CONFIG: path })).slice(2)).toEqual([
      { mark: 'ok', about: 'On call', says: 'on-call is reminded where nobody acknowledges in time', mend: null },
      expect.objectContaining({ about: 'Alerts' }),
      {
        mark: 'ok',
        about: 'Record',
        says: `detail is removed after 400 days; documents are written after ${template}`,
        mend: null,
      },
    ]);
  });

  test.each([
    ['approval: { approvers: seniors }', 'ok', 'seniors approve, nobody may break the glass'],
    ['approval: { approvers: seniors, break_glass: seniors }', 'ok', 'seniors approve, seniors may break the glass'],
    ['mode: observe', 'note', 'off: the bot only observes here (mode: observe in config.yml)'],
  ])('say whether the bot may act, and who lets it: %s', (line, mark, says) => {
    const services = 'services: { api: { container: { name: api } } }';
    const path = write('config.yml', [services, 'people: { seniors: { users: [U1] } }', line].join('\n'));
    expect(settingsLines(surveyConfig({ CONFIG: path }))[1]).toMatchObject({ mark, about: 'Remedies', says });
  });

  test('that are wrong are a line each, and say which of two places to mend', () => {
    const path = write('config.yml', 'services: { api: { contaner: { name: api } } }');
    const lines = settingsLines(surveyConfig({ CONFIG: path, PORT: 'many', SLACK_APP_TOKEN: 'xapp-1' }));
    expect(lines.every(({ mark }) => mark === 'wrong')).toBe(true);
    const said = (part: string): Line | undefined => lines.find(({ says }) => says.includes(part));
    expect(said('contaner')?.mend).toBe('config.example.yml shows what is right');
    expect(said('PORT: ')?.mend).toBe('it is set in the environment or in .env');
    expect(said('SLACK_BOT_TOKEN: is missing')).toBeDefined();
  });

  test('are read as far as they can be: one wrong place does not hide the others', () => {
    const path = write('config.yml', 'services: {');
    const survey = surveyConfig({ CONFIG: path, PORT: 'x', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' });
    expect(survey).toMatchObject({
      fileRead: false,
      config: { http: { port: 3000 }, services: {}, slack: { botToken: 'xoxb-1' } },
    });
    expect(survey.problems).toHaveLength(2);
  });
});

describe('the runbooks', () => {
  const lines = (changes: Partial<Parameters<typeof runbookLines>[0]> = {}): Line[] =>
    runbookLines({ folder, surroundings: SURROUNDINGS, servicesKnown: true, now: new Date('2026-11-23'), ...changes });

  test('that are sound are named', () => {
    write('api-down.yml', runbookSource());
    expect(lines()).toEqual([{ mark: 'ok', about: 'Runbooks', says: 'api-down', mend: null }]);
  });

  test('that wait for their review are worth knowing, not wrong', () => {
    write('api-down.yml', runbookSource());
    expect(lines({ now: new Date('2027-02-20T00:00:01Z') })[1]).toMatchObject({
      mark: 'note',
      about: 'Runbook api-down',
      says: 'was last reviewed 2026-11-22, its next review is overdue',
    });
  });

  test('that are broken are a line for each thing that is wrong, in all files', () => {
    write('api-down.yml', runbookSource().replace('"severity":"high"', '"severity":"awful"'));
    write('broken.yml', 'id: [');
    const found = lines();
    expect(found.map(({ mark }) => mark)).toEqual(['wrong', 'wrong']);
    expect(found[0]?.says).toMatch(/api-down\.yml:\d+:\d+ severity: /);
    expect(found[1]?.says).toMatch(/broken\.yml:\d+:\d+ /);
  });

  test('that share a broken file have its mistakes said once', () => {
    mkdirSync(join(folder, 'shared'));
    write('shared/common.yml', 'links: 5\n');
    for (const id of ['api-down', 'worker-down'])
      write(`${id}.yml`, JSON.stringify({ ...(JSON.parse(runbookSource({ id })) as object), include: ['common'] }));
    const shared = lines().filter(({ says }) => says.includes('shared/common.yml'));
    const read = surveyRunbooks(folder, SURROUNDINGS).problems.filter(({ file }) => file.endsWith('shared/common.yml'));
    expect(read).toHaveLength(2 * shared.length);
    expect(new Set(shared.map(({ says }) => says)).size).toBe(shared.length);
  });

  test('beside a config.yml that cannot be read: their own mistakes are found all the same', () => {
    write('api-down.yml', runbookSource().replace('2026-11-22', 'yesterday'));
    const blind = { ...SURROUNDINGS, values: () => null, services: [] };
    const found = lines({ surroundings: blind, servicesKnown: false });
    expect(found).toMatchObject([{ mark: 'wrong', says: expect.stringContaining('reviewed') }]);
    write('api-down.yml', runbookSource());
    expect(lines({ surroundings: blind, servicesKnown: false })).toMatchObject([
      { mark: 'skip', mend: 'mend config.yml first' },
    ]);
  });

  test('beside a config.yml that cannot be read: the services and people that a remedy names are no mistakes', () => {
    const blind = { ...SURROUNDINGS, values: () => null, services: [], parties: [], remedies };
    const verify = { within: '30s', that: 'front.ok' };
    const mend = { type: 'mend', risk: 'low', only_if: '!front.ok', verify, service: 'cache', also: ['worker'] };
    write('api-down.yml', runbookSource({ remedies: { mend }, escalation: [{ spent: 'mend', to: 'senior-oncall' }] }));
    expect(lines({ surroundings: blind })).toHaveLength(4);
    expect(lines({ surroundings: blind, servicesKnown: false })).toMatchObject([{ mark: 'skip' }]);
  });

  test('that are not there: no folder, or nothing in it', () => {
    expect(lines()).toMatchObject([{ mark: 'wrong', says: `there is none in ${folder}` }]);
    expect(lines({ folder: join(folder, 'none') })).toMatchObject([
      { mark: 'wrong', says: `there is no folder ${folder}/none`, mend: 'say where they are with RUNBOOKS' },
    ]);
  });
});
