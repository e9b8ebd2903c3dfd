import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { z } from 'zod';
import { CannotLook } from '../checks/check.js';
import { withPostgres } from '../checks/postgres-client.js';
import { urlOf } from '../checks/written.js';
import type { Json } from '../incident/remedy.js';
import { durationBetween } from '../runbook/duration.js';
import { text } from '../text/text.js';
import { formatDuration } from '../text/units.js';
import { addressOf, couldNotAsk, databaseAddress, POSTGRES_SCHEMES, type DatabaseAddress } from './database-address.js';
import { failed } from './failing.js';
import {
  countConnections,
  endConnections,
  IDLE_STATES,
  idleRule,
  stillThere,
  type IdleRule,
} from './idle-connections.js';
import { ONE_CHANGE } from './limits.js';
import { defineRemedy, TooLate, type Doing, type Done, type Place, type Planned, type Settled } from './remedy.js';
import { label, seconds, title } from './words.js';

const LIMIT = 5_000;
/** Connections go a moment after they were told to. */
const GOING = { looks: 20, between: 100 };

const params = z.strictObject({
  type: z.literal('reset_connections'),
  url: urlOf(POSTGRES_SCHEMES),
  idle_longer_than: durationBetween(1_000, 86_400_000, 'between 1s and 24h')
    .default(60_000)
    .describe('Only connections that wait for their client for longer.'),
  states: z
    .array(z.enum(IDLE_STATES))
    .min(1)
    .default([...IDLE_STATES]),
  max: z.int().min(1).max(10_000).default(500).describe('No more at once; the longest idle go first.'),
});
type Params = z.infer<typeof params>;

const action = z.strictObject({ address: databaseAddress, rule: idleRule });
type Action = z.infer<typeof action>;

const counted = z.strictObject({ all: z.number(), due: z.number(), barred: z.number() });

/** Ends idle connections to a database. */
export const resetConnections = defineRemedy({
  type: 'reset_connections',
  says: 'Ends the connections to a PostgreSQL database that have been idle for some time, those of the bot excepted.',
  params,
  action,
  plan,
  act,
  settle,
});

async function plan(asked: Params, place: Place, signal: AbortSignal): Promise<Planned> {
  const address = addressOf(asked.url);
  if (address === null) return { impossible: 'its database address in config.yml is no postgres:// address' };
  const rule = { longerThan: asked.idle_longer_than, states: asked.states, most: asked.max };
  const before = await ask(asked.url, place, signal, (client) => countConnections(client, rule));
  const { database } = address;
  if (before.due === 0) {
    const barred = before.barred === 0 ? '' : `; ${before.barred} of others the bot may not end`;
    return {
      impossible: `no connection to ${database} is idle for more than ${formatDuration(rule.longerThan)}${barred}`,
    };
  }
  return {
    title: title(`end idle connections to ${database}`),
    label: label('End idle connections'),
    does: text(
      `database ${database} on ${where(address)}: connections ${rule.states.join(' or ')} for more than ${seconds(rule.longerThan)}, `,
      `${rule.most} at most, the longest idle first`,
    ),
    like: likeThat(address, rule),
    undo: null,
    afterwards: null,
    holds: [`postgres/${where(address)}/${database}`],
    action: { address, rule },
    before: { ...before },
    longest: 2 * LIMIT + ONE_CHANGE,
  };
}

async function act({ address, rule }: Action, doing: Doing, signal: AbortSignal): Promise<Done> {
  const { url } = params.parse(doing.params);
  if (JSON.stringify(addressOf(url)) !== JSON.stringify(address))
    return failed('config.yml names another database by now; nothing was ended');
  const permit = await doing.step(text(`ending idle connections to ${address.database}`));
  const progress = { begun: false };
  try {
    return await ask(url, doing, signal, async (client) => {
      const { all } = await countConnections(client, rule);
      permit.check();
      progress.begun = true;
      const ended = await endConnections(client, rule);
      return { result: 'done', says: text(await sayEnded(client, ended, all)) };
    });
  } catch (error) {
    if (progress.begun) throw error;
    if (error instanceof TooLate) return failed('the time to act was over; nothing was ended');
    if (error instanceof CannotLook) return failed(`${error.reason}; nothing was ended`);
    throw error;
  }
}

/** `ended 14 of 37 connections; 23 left`: the rest is looked at once those that were ended are gone. */
async function sayEnded(client: pg.Client, pids: readonly number[], all: number): Promise<string> {
  let left = await stillThere(client, pids);
  for (let look = 1; left.still > 0 && look < GOING.looks; look += 1) {
    await pause(GOING.between);
    left = await stillThere(client, pids);
  }
  const going = left.still === 0 ? '' : `, ${left.still} of them still ending`;
  return `ended ${pids.length} of ${all} connections; ${left.all} left${going}`;
}

/** Connections end by themselves too: how many there are tells nothing for certain. */
async function settle(
  { address, rule }: Action,
  before: Json,
  place: Place,
  _mark: string,
  signal: AbortSignal,
): Promise<Settled> {
  const was = counted.parse(before);
  const { url } = params.parse(place.params);
  const now = await ask(url, place, signal, (client) => countConnections(client, rule));
  const says = text(
    `${now.due} idle connections to ${address.database} now, ${was.due} before; ${now.all} in all, ${was.all} before`,
  );
  const find =
    "Look into PostgreSQL's log: `terminating connection due to administrator command` at that time means it happened.";
  return { happened: 'maybe', says, find };
}

async function ask<T>(
  url: string,
  { world }: Place,
  signal: AbortSignal,
  use: (client: pg.Client) => Promise<T>,
): Promise<T> {
  try {
    return await withPostgres(url, LIMIT, signal, use);
  } catch (error) {
    if (error instanceof TooLate) throw error;
    throw couldNotAsk(error, url, LIMIT, world);
  }
}

function where({ host, port }: DatabaseAddress): string {
  return `${host}:${port}`;
}

function likeThat({ host, port, database, user }: DatabaseAddress, { states, longerThan }: IdleRule): string {
  const listed = states.map((state) => `'${state}'`).join(', ');
  const sql = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND state IN (${listed}) AND state_change < now() - interval '${seconds(longerThan)}'`;
  return `psql -h ${host} -p ${port} -U ${user} ${database} -c "${sql}"`;
}
