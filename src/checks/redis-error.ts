import type { NetworkError } from './network-error.js';
import type { RedisTalk } from './redis-ask.js';

export type RedisError =
  | NetworkError
  | 'not_redis'
  | 'auth'
  | 'no_permission'
  | 'no_database'
  | 'too_many_clients'
  | 'loading'
  | 'oom'
  | 'not_saving'
  | 'master_down'
  | 'busy'
  | 'other';

/** The first thing a server refused: the login, the database, or PING itself. */
export interface Refusal {
  readonly asked: 'auth' | 'select' | 'ping';
  /** As the server wrote it: a word in capitals, then a sentence. */
  readonly words: string;
}

/** What was refused, or null where PING was answered. */
export function refusalOf({ auth, select, ping }: RedisTalk): Refusal | null {
  if (auth?.refused === true) return { asked: 'auth', words: auth.text };
  if (select?.refused === true) return { asked: 'select', words: select.text };
  if (ping === null) return { asked: 'ping', words: 'it hung up before it answered PING' };
  return ping.refused ? { asked: 'ping', words: ping.text } : null;
}

const BY_WORD: Readonly<Record<string, RedisError>> = {
  NOAUTH: 'auth',
  WRONGPASS: 'auth',
  // Protected mode: no password is set, and the bot asks from another machine.
  DENIED: 'auth',
  NOPERM: 'no_permission',
  LOADING: 'loading',
  OOM: 'oom',
  MISCONF: 'not_saving',
  MASTERDOWN: 'master_down',
  BUSY: 'busy',
};

/** Names a refusal by the word in front, which is Redis's code for it. ERR is the code of all the rest. */
export function redisErrorOf({ asked, words }: Refusal): RedisError {
  const known = BY_WORD[words.split(' ', 1)[0] ?? ''];
  if (known !== undefined) return known;
  if (words.startsWith('ERR max number of clients')) return 'too_many_clients';
  if (!words.startsWith('ERR')) return 'other';
  if (asked === 'auth') return 'auth';
  return asked === 'select' ? 'no_database' : 'other';
}
