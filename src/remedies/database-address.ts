import { z } from 'zod';
import { CannotLook } from '../checks/check.js';
import { sayNetworkError } from '../checks/network-error.js';
import { postgresErrorOf } from '../checks/postgres-login.js';
import { loginOf, withoutPassword } from '../checks/url-login.js';
import { parseUrl } from '../checks/written.js';
import { cutText } from '../text/clean.js';
import type { World } from '../checks/check.js';

export const POSTGRES_SCHEMES = ['postgres:', 'postgresql:'];
const LONGEST_WORDS = 200;

/** A database without the password to it. */
export const databaseAddress = z.strictObject({
  host: z.string(),
  port: z.string(),
  database: z.string(),
  user: z.string(),
});
export type DatabaseAddress = z.infer<typeof databaseAddress>;

/** What an address leads to; null where it is no postgres:// address. */
export function addressOf(written: string): DatabaseAddress | null {
  const url = parseUrl(written, POSTGRES_SCHEMES);
  if (url === null) return null;
  const { user } = loginOf(url);
  return { host: url.hostname, port: url.port === '' ? '5432' : url.port, database: url.pathname.slice(1), user };
}

/** A failed question to PostgreSQL as `CannotLook`, without the password. `limit` in ms. */
export function couldNotAsk(error: unknown, written: string, limit: number, world: World): CannotLook {
  const kind = postgresErrorOf(error);
  const url = parseUrl(written, POSTGRES_SCHEMES);
  const said = error instanceof Error ? error.message : String(error);
  const words = cutText(world.clean(url === null ? said : withoutPassword(said, url)), LONGEST_WORDS);
  switch (kind) {
    case 'auth':
      return new CannotLook(`PostgreSQL refused the login: ${words}`, { cause: error });
    case 'too_many_connections':
      // An ordinary role may not use what the server reserves.
      return new CannotLook(
        'PostgreSQL has no connection left for this role; the url of a superuser gets a reserved one',
        {
          cause: error,
        },
      );
    case 'no_database':
    case 'starting':
    case 'other':
      return new CannotLook(`PostgreSQL: ${words}`, { cause: error });
    default:
      return new CannotLook(`PostgreSQL: ${sayNetworkError(kind, limit)}`, { cause: error });
  }
}
