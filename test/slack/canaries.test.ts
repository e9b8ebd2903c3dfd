import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { serveHttp } from '../../src/http-server.js';
import { alertmanager, ALERTMANAGER_PATH } from '../../src/integrations/alertmanager.js';
import { createLog } from '../../src/log.js';
import { exportOf } from '../../src/reports/export.js';
import { maskSecrets } from '../../src/text/mask.js';
import { CANARIES } from '../canaries.js';
import { openDatabase, type Database } from '../engine/house.js';
import { mendable } from '../engine/mending.js';
import { until } from '../until.js';
import { actingBot, type ActingBot } from './acting.js';
import { typed } from './doors.js';
import { Theatre } from './stage.js';

const MORE = { alerts: ['FrontDown'], escalation: [{ after: '1h', to: 'lead' }] };
const TOKEN = 'a-token-of-16-characters';
const ALL = CANARIES.map(({ text }) => text).join('\n');
/** Slack's own command line takes no more than one line. */
const IN_LINE = CANARIES.map(({ text }) => text).join(' | ');

const theatre = new Theatre();
const closing: (() => Promise<void>)[] = [];
let database: Database;
beforeAll(async () => {
  database = await openDatabase();
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await theatre.clear();
  await database.empty();
});
afterAll(() => database.close());

/** A bot whose service is down and writes one secret of each kind; its log goes to `logged`. */
async function leaking(logged: string[]): Promise<ActingBot> {
  const log = createLog('trace', { write: (line) => logged.push(line) }, (text) => maskSecrets(text));
  const bot = await actingBot(theatre, database, { log, words: ALL, more: MORE, risk: 'high' });
  closing.push(() => bot.stop());
  await bot.workspace.person('ada').command('#inc-api', '/incident api-down');
  await bot.reads(/front broken/);
  return bot;
}

async function alerts(bot: ActingBot, channel: string): Promise<void> {
  const logged = createLog('silent', { write: () => undefined }, (text) => text);
  const route = alertmanager({
    ...{ token: TOKEN, channel, log: logged, now: () => new Date() },
    runbooks: () => [mendable({ more: MORE })],
    submit: (item) => bot.engine.submit(item),
    // Even where it is forgotten there.
    clean: (text) => text,
  });
  const http = await serveHttp({ [ALERTMANAGER_PATH]: route }, '127.0.0.1', 0);
  const labels = { alertname: 'FrontDown', instance: 'api:8000' };
  for (const { text } of CANARIES) {
    const alert = { status: 'firing', labels: { ...labels, text }, annotations: { summary: text }, startsAt: text };
    const answer = await fetch(`http://127.0.0.1:${http.port}${ALERTMANAGER_PATH}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify({ version: '4', alerts: [alert] }),
    });
    expect(answer.status).toBe(200);
  }
  await http.close();
}

const recorded = async (type: string): Promise<object[]> =>
  (await database.store.load('INC-1')).filter((event) => event.type === type).map(({ payload }) => payload);

/** Everything the bot said in Slack: what it sent, what stands on people's screens. */
function saidIn({ workspace }: ActingBot): string {
  const people = ['ada', 'sam', 'kim', 'lee'];
  return JSON.stringify([
    workspace.calls(),
    people.map((name) => [workspace.ephemerals(name), workspace.modals(name)]),
  ]);
}

async function dump(): Promise<string> {
  const { sql } = database;
  const named = "select table_name as name from information_schema.tables where table_schema = 'public'";
  const tables = (await sql.query(named)).map(({ name }) => String(name));
  const rows = await Promise.all(tables.map((name) => sql.query(`select * from ${name}`)));
  return JSON.stringify(rows);
}

/** The kinds of which something shows. */
function leaks(text: string): string[] {
  return CANARIES.filter(({ secret }) => text.includes(secret)).map(({ kind }) => kind);
}

test('a secret of any kind, in anything that strangers or people write, reaches nobody and nothing', async () => {
  const logged: string[] = [];
  const bot = await leaking(logged);
  const { workspace } = bot;
  const ada = workspace.person('ada');
  for (const { text } of CANARIES) await ada.command('#inc-api', `/incident note ${text}`);
  await ada.command('#inc-api', `/incident note --private ${IN_LINE}`);
  await ada.command('#inc-api', `/incident escalate ${IN_LINE}`);
  await ada.command('#inc-api', `/incident ${CANARIES[0]?.text ?? ''}`);
  const said = await workspace.person('kim').say('#inc-api', ALL);
  await workspace.person('sam').react(said, 'pushpin');
  await workspace.person('lee').shortcut(said, 'Add to incident timeline');
  const wording = await workspace.waitFor(() => workspace.modals('lee')[0], { what: 'a form for Lee' });
  await workspace.person('lee').submit(wording, {});
  await alerts(bot, workspace.channel('#inc-api').info().id);
  await until(async () => (await recorded('note.added')).length === CANARIES.length + 2, 'all notes');
  await until(async () => (await recorded('pin.added')).length === 1, 'the pin');
  await workspace.person('kim').command('#inc-api', `/incident break-glass restart ${IN_LINE}`);
  await until(async () => (await recorded('remedy.ended')).length === 1, 'the remedy');
  await until(async () => (await recorded('incident.escalated')).length === 1, 'the escalation');
  await typed(workspace, '/incident timeline');

  await ada.command('#inc-api', `/incident resolve ${IN_LINE}`);
  const form = await workspace.waitFor(() => workspace.modals('ada')[0], { what: 'the form' });
  const short = ALL.slice(0, 900);
  await ada.submit(form, { impact: short, follow_ups: ALL.slice(0, 2_900) });
  await until(async () => (await recorded('report.written')).length === 1, 'the report');
  await ada.command('#inc-api', `/incident reopen INC-1 ${IN_LINE}`);
  await until(async () => (await recorded('incident.reopened')).length === 1, 'it to be open again');
  await ada.command('#inc-api', `/incident cancel INC-1 ${IN_LINE}`);
  await until(async () => (await recorded('incident.closed')).length === 2, 'the end');
  await bot.reads(/cancelled/);

  const slack = saidIn(bot);
  const kept = await dump();
  expect([slack, kept].map((all) => all.includes('•••'))).toEqual([true, true]);
  expect({
    slack: leaks(slack),
    database: leaks(kept),
    export: leaks(exportOf(await database.store.rows('INC-1'), { private: true })),
    log: leaks([...logged, ...bot.door.logged].join('')),
  }).toEqual({ slack: [], database: [], export: [], log: [] });
});
