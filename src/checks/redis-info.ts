import type { Facts, FactValue, UnknownFact } from '../runbook/facts.js';
import type { infoSpecs } from './redis-facts.js';

type InfoFact = keyof typeof infoSpecs;
type Reader = (info: Info) => FactValue | null;

/** INFO's answer: `name:value` lines. */
export type Info = ReadonlyMap<string, string>;

/** Reads INFO's answer into its fields. */
export function readInfo(answer: string): Info {
  const fields = answer.split('\r\n').filter((line) => line.includes(':') && !line.startsWith('#'));
  return new Map(fields.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
}

/** The facts INFO brings; what this server leaves out is unknown. `clean` makes its words safe to keep. */
export function factsOfInfo(info: Info, clean: (text: string) => string): Facts {
  const unknown: UnknownFact = { unknown: 'this server does not tell' };
  return Object.fromEntries(
    Object.entries(readers).map(([fact, read]) => {
      const value = read(info);
      return [fact, value === null ? unknown : typeof value === 'string' ? clean(value) : value];
    }),
  );
}

/** A full server is now a little above its limit, now a little below: buffers of clients come and go. Bytes. */
const SWAY = 1024 * 1024;

/** True where it refuses writes because its memory is used up and nothing may be dropped. */
export function isFull(info: Info): boolean {
  const [used, most, policy] = [number(info, 'used_memory'), number(info, 'maxmemory'), info.get('maxmemory_policy')];
  if (used === null || most === null || most === 0 || policy === undefined) return false;
  const sway = (oomErrors(info) ?? 0) > 0 ? Math.min(SWAY, most / 100) : 0;
  if (used - (number(info, 'mem_not_counted_for_evict') ?? 0) < most - sway) return false;
  return policy === 'noeviction' || (policy.startsWith('volatile-') && !hasVolatileKeys(info));
}

const readers: Readonly<Record<InfoFact, Reader>> = {
  version: (info) => info.get('redis_version') ?? null,
  uptime: (info) => duration(info, 'uptime_in_seconds'),
  loading_percent: (info) => (info.get('loading') === '0' ? 100 : number(info, 'loading_loaded_perc')),
  used_memory: (info) => integer(info, 'used_memory'),
  maxmemory: (info) => integer(info, 'maxmemory'),
  memory_percent: (info) => percent(number(info, 'used_memory'), number(info, 'maxmemory')),
  policy: (info) => info.get('maxmemory_policy') ?? null,
  connected_clients: (info) => integer(info, 'connected_clients'),
  maxclients: (info) => integer(info, 'maxclients'),
  clients_percent: (info) => percent(number(info, 'connected_clients'), number(info, 'maxclients')),
  blocked_clients: (info) => integer(info, 'blocked_clients'),
  rejected_connections: (info) => integer(info, 'rejected_connections'),
  evicted: (info) => integer(info, 'evicted_keys'),
  oom_errors: oomErrors,
  role: (info) => info.get('role') ?? null,
  master_link_up: (info) => info.has('role') && (info.get('master_link_status') ?? 'up') === 'up',
  last_save_ok: lastSaveOk,
  last_save: lastSave,
};

function number(info: Info, field: string): number | null {
  const written = info.get(field) ?? '';
  const value = Number(written);
  return written === '' || !Number.isFinite(value) ? null : value;
}

function integer(info: Info, field: string): number | null {
  const value = number(info, field);
  return Number.isSafeInteger(value) ? value : null;
}

/** A field in seconds, as milliseconds. */
function duration(info: Info, field: string): number | null {
  const value = integer(info, field);
  return value === null || !Number.isSafeInteger(value * 1_000) ? null : value * 1_000;
}

/** 0 where there is no limit. */
function percent(part: number | null, whole: number | null): number | null {
  if (part === null || whole === null) return null;
  return whole === 0 ? 0 : (part / whole) * 100;
}

/** `errorstat_OOM:count=3`, which servers before 6.2 do not have and newer ones leave out while it is 0. */
function oomErrors(info: Info): number | null {
  const told = /^count=(\d+)/.exec(info.get('errorstat_OOM') ?? '');
  if (told !== null) return Number(told[1]);
  return info.has('total_error_replies') ? 0 : null;
}

function lastSaveOk(info: Info): boolean | null {
  const told = ['rdb_last_bgsave_status', 'aof_last_bgrewrite_status', 'aof_last_write_status'];
  const states = told.flatMap((field) => info.get(field) ?? []);
  return states.length === 0 ? null : states.every((state) => state === 'ok');
}

function lastSave(info: Info): string | null {
  const at = new Date(duration(info, 'rdb_last_save_time') ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** `db0:keys=10,expires=2,…`. */
function hasVolatileKeys(info: Info): boolean {
  return [...info].some(([field, value]) => /^db\d+$/.test(field) && /\bexpires=[1-9]/.test(value));
}
