import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { subcommands } from '../commands/index.js';
import { checks } from '../src/checks/index.js';
import { readConfig, valuesFor } from '../src/config.js';
import { TASKS } from '../src/incident/record.js';
import { packageRoot } from '../src/package-root.js';
import { remedies } from '../src/remedies/index.js';
import type { Condition, FactRef } from '../src/runbook/conditions.js';
import { duration } from '../src/runbook/duration.js';
import { ladders } from '../src/runbook/ladders.js';
import type { Runbook } from '../src/runbook/runbook.js';
import type { Step } from '../src/runbook/tree.js';
import { readRunbookFolder } from '../src/runbook-folder.js';
import { cellsOf, linesToCover, namesIn, quotesIn, rowsOf, sectionOf, standIn, type Row } from './seed-table.js';

const MOST_LINES = 12;
const HOWS = [
  ...['check', 'symptom', 'tree', 'outcome', 'card', 'remedy', 'watch', 'escalation'],
  ...['data', 'record', 'afterwards', 'people'],
];
const SEEDS = { 'API_DOWN.md': 'api-down', 'API_NOT_RESPONDING.md': 'api-not-responding' };

const page = fileOf('docs/seed-runbooks.md');
const runbooks = readTheRunbooks();

function fileOf(path: string): string {
  return readFileSync(join(packageRoot(), path), 'utf8');
}

function readTheRunbooks(): readonly Runbook[] {
  const config = readConfig({
    CONFIG: join(packageRoot(), 'config.example.yml'),
    API_DATABASE_URL: 'postgres://api@localhost:5432/api',
    API_DATABASE_URL_INSIDE: 'postgres://api@postgres:5432/api',
    API_DATABASE_ADMIN_URL: 'postgres://admin@localhost:5432/api',
    API_KEY: 'sp_example',
  });
  return readRunbookFolder(join(packageRoot(), 'runbooks'), {
    catalog: checks,
    services: Object.keys(config.services),
    remedies,
    parties: Object.keys(config.people),
    onCall: config.incidents.onCall,
    values: (service) => valuesFor(config, service),
    reserved: subcommands.map(({ word }) => word),
  }).all;
}

function runbookOf(id: string): Runbook {
  const found = runbooks.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no runbook ${id}`);
  return found;
}

function isFact(name: string, { vocabulary }: Runbook): boolean {
  const [check = '', fact = ''] = name.split('.');
  return vocabulary[check]?.[fact] !== undefined;
}

/** The names of a row that begin with this word: `cause`, `outcome`, `remedy`, … */
function named(word: string, row: Row): string[] {
  return namesIn(row.what).flatMap((name) => (name.startsWith(`${word} `) ? [name.slice(word.length + 1)] : []));
}

function factsOf(row: Row, runbook: Runbook): string[] {
  return namesIn(row.what).filter((name) => isFact(name, runbook));
}

function exists(name: string, runbook: Runbook): boolean {
  if (isFact(name, runbook)) return true;
  const [word, id = ''] = name.split(' ');
  if (word === 'cause') return runbook.causes.some((cause) => cause.id === id);
  if (word === 'outcome') return Object.hasOwn(runbook.outcomes, id);
  if (word === 'remedy') return Object.hasOwn(runbook.remedies, id);
  if (word === 'escalation') return isOccasion(id, runbook);
  if (word === 'watch') return duration.safeParse(id).data === runbook.watch.for;
  if (word === 'impact') return z.record(z.string(), z.string().nullable()).parse(runbook.response.impact)[id] != null;
  if (word === 'task') return TASKS.some((task) => task === id);
  const isThere = runbooks.some((one) => one.id === id) || subcommands.some((command) => command.word === id);
  return /^\/incident \S+(?: --drill)?$/.test(name) && isThere;
}

/** What makes somebody be called: a remedy in vain, a time, or that no cause is known. */
function isOccasion(name: string, { escalation, response: { levels, unknownCause } }: Runbook): boolean {
  if (name === 'unknown') return unknownCause !== null;
  const after = duration.safeParse(name).data;
  return escalation.some(({ spent }) => spent === name) || levels.some((level) => level.after === after);
}

/** What cards tell people: the words of every cause and every outcome. */
function wordsOfCards({ causes, outcomes }: Runbook): string[] {
  return [...causes, ...Object.values(outcomes)].flatMap(({ title, next }) => [title, next]);
}

function spell({ check, fact }: FactRef): string {
  return `${check}.${fact}`;
}

function factsWeighed(cause: string, { causes }: Runbook): string[] {
  const symptoms = causes.find(({ id }) => id === cause)?.symptoms ?? [];
  return symptoms.flatMap(({ when }) => when.refs.map(spell));
}

function conditionsOf(step: Step): Condition[] {
  if (step.kind === 'outcome') return [];
  const branches = [step.yes, step.no, ...(step.unknown === null ? [] : [step.unknown])];
  return [step.when, ...branches.flatMap(conditionsOf)];
}

/** What a row owes for the word in its column `how`; empty where it keeps it. */
function owes(row: Row, runbook: Runbook): string[] {
  const facts = factsOf(row, runbook);
  const quotes = quotesIn(row.what).card;
  switch (row.how) {
    case 'check':
      return facts.length > 0 ? [] : ['names no fact'];
    case 'symptom':
      return owedBySymptom(facts, named('cause', row), runbook);
    case 'tree': {
      const asked = new Set(conditionsOf(runbook.tree).flatMap(({ refs }) => refs.map(spell)));
      if (facts.length === 0) return ['names no fact'];
      return facts.filter((fact) => !asked.has(fact)).map((fact) => `the tree does not ask ${fact}`);
    }
    case 'outcome':
      return named('outcome', row).length > 0 ? [] : ['names no outcome'];
    case 'card':
      return quotes.length > 0 ? [] : ['quotes no card'];
    case 'remedy':
      return owedByRemedy(row, runbook);
    case 'data': {
      const asked = new Set((runbook.integrity?.that.refs ?? []).map(spell));
      return facts.some((fact) => asked.has(fact)) ? [] : ['the data check asks none of its facts'];
    }
    case 'record':
      return named('/incident', row).length + named('impact', row).length > 0 ? [] : ['names nothing that is kept'];
    case 'afterwards': {
      const { followUps, measures } = quotesIn(row.what);
      return followUps.length + measures.length + named('task', row).length > 0 ? [] : ['brings nothing up'];
    }
    case 'watch':
    case 'escalation':
      return named(row.how, row).length > 0 ? [] : [`names no ${row.how}`];
    default:
      return row.what === '' ? ['says nothing'] : [];
  }
}

function owedBySymptom(facts: readonly string[], causes: readonly string[], runbook: Runbook): string[] {
  const weighed = causes.map((cause) => ({ cause, facts: factsWeighed(cause, runbook) }));
  const loose = facts.filter((fact) => !weighed.some((one) => one.facts.includes(fact)));
  const empty = weighed.filter((one) => !one.facts.some((fact) => facts.includes(fact)));
  return [
    ...(facts.length > 0 ? [] : ['names no fact']),
    ...loose.map((fact) => `none of its causes weighs ${fact}`),
    ...empty.map(({ cause }) => `${cause} weighs none of its facts`),
  ];
}

/** A row that names a cause or an outcome promises that it offers one of the row's remedies, at once or as a later rung. */
function owedByRemedy(row: Row, { causes, outcomes, remedies }: Runbook): string[] {
  const promised = named('remedy', row);
  const lists = [
    ...named('cause', row).map((id) => ({ id, offers: causes.find((cause) => cause.id === id)?.remedies ?? [] })),
    ...named('outcome', row).map((id) => ({ id, offers: outcomes[id]?.remedies ?? [] })),
  ];
  const offered = lists.map(({ id, offers }) => ({ id, rungs: ladders(offers, remedies) }));
  const idle = offered.filter(({ rungs }) => !promised.some((remedy) => rungs.has(remedy)));
  const loose = promised.filter((remedy) => lists.length > 0 && !offered.some(({ rungs }) => rungs.has(remedy)));
  return [
    ...(promised.length > 0 ? [] : ['names no remedy']),
    ...idle.map(({ id }) => `${id} offers none of its remedies`),
    ...loose.map((remedy) => `${remedy} is offered by none of its causes and outcomes`),
  ];
}

describe.each(Object.entries(SEEDS))('the table of %s', (file, id) => {
  const document = fileOf(`docs/seed-runbooks/${file}`);
  const lines = document.split('\n');
  const rows = rowsOf(sectionOf(page, file));
  const runbook = runbookOf(id);
  const complaints = (of: (row: Row) => readonly string[]): string[] =>
    rows.flatMap((row) => of(row).map((what) => `${row.from}: ${what}`));

  test('speaks of every line that must be covered, once', () => {
    const covered = rows.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, step) => from + step));
    expect(linesToCover(document).filter((line) => !covered.includes(line))).toEqual([]);
    expect(covered.filter((line, place) => covered.indexOf(line) !== place)).toEqual([]);
  });

  test('stands in the order of the document, a dozen lines a row at most', () => {
    expect(rows.map(({ from }) => from)).toEqual(rows.map(({ from }) => from).sort((a, b) => a - b));
    expect(complaints(({ from, to }) => (to >= from && to - from < MOST_LINES ? [] : [`to ${to}`]))).toEqual([]);
  });

  test('quotes words that stand in the lines it names', () => {
    const right = ({ from, to, words }: Row): boolean => words.length > 0 && standIn(words, lines.slice(from - 1, to));
    expect(complaints((row) => (right(row) ? [] : row.words.length > 0 ? row.words : ['no words']))).toEqual([]);
  });

  test('names nothing that the runbook does not have', () => {
    expect(complaints(({ what }) => namesIn(what).filter((name) => !exists(name, runbook)))).toEqual([]);
  });

  test('quotes cards, follow-ups and measures as they stand in the runbook', () => {
    const cards = wordsOfCards(runbook);
    const measures = runbook.prevention.flatMap((period) => period.measures);
    const followUps = runbook.causes.flatMap((cause) => cause.followUps);
    const wrong = ({ what }: Row): string[] => {
      const quotes = quotesIn(what);
      return [
        ...quotes.card.filter((quote) => !cards.some((words) => words.includes(quote))),
        ...quotes.followUps.filter((quote) => !followUps.includes(quote)),
        ...quotes.measures.filter((quote) => !measures.some((measure) => measure.startsWith(quote))),
      ];
    };
    expect(complaints(wrong)).toEqual([]);
  });

  test('gives in each row what the word in its column "how" promises', () => {
    expect(rows.map(({ how }) => how).filter((how) => !HOWS.includes(how))).toEqual([]);
    expect(complaints((row) => owes(row, runbook))).toEqual([]);
  });
});

test('the counts at the head of the page are those of its tables', () => {
  const tables = Object.keys(SEEDS).map((file) => ({
    rows: rowsOf(sectionOf(page, file)),
    lines: linesToCover(fileOf(`docs/seed-runbooks/${file}`)).length,
  }));
  const line = (title: string, of: (table: (typeof tables)[number]) => number): string[] => {
    const numbers = tables.map(of);
    return [title, ...numbers.map(String), String(numbers.reduce((sum, one) => sum + one, 0))];
  };
  const head = page.slice(page.indexOf('| |'), page.indexOf('\n## '));
  expect(cellsOf(head)).toEqual([
    ['', ...Object.keys(SEEDS), 'together'],
    line('lines that must be covered', ({ lines }) => lines),
    line('rows', ({ rows }) => rows.length),
    ...HOWS.map((how) => line(how, ({ rows }) => rows.filter((row) => row.how === how).length)),
  ]);
});
