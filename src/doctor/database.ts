import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lookAtDatabase, type DatabaseLook, type DatabaseRefusal } from '../store/look.js';
import { clockLine } from './clock.js';
import { ok, worthKnowing, wrong, type Line } from './line.js';

const ABOUT = 'Database';

/** Lines about the database the bot would use. The embedded one is not opened: that is the running bot's. */
export async function databaseLines(databaseUrl: string | null, dataDir: string): Promise<Line[]> {
  if (databaseUrl === null) return [embedded(dataDir)];
  const look = await lookAtDatabase(databaseUrl);
  if ('reason' in look) return [wrong(ABOUT, `${look.where}: ${look.reason}`, mendOf(look))];
  const clock = clockLine(
    { whose: "the database's clock", ...look.clock },
    'deadlines go by the database, log lines and containers by their own host',
  );
  return [readable(look), tables(look), clock];
}

function embedded(dataDir: string): Line {
  const folder = join(dataDir, 'pglite');
  const said = existsSync(folder)
    ? `the embedded one in ${folder}`
    : `the embedded one, made in ${folder} at the first start`;
  return ok(ABOUT, `${said}; for one bot. Several bots share a PostgreSQL: DATABASE_URL`);
}

function readable({ where, version, readOnly }: DatabaseLook): Line {
  if (!readOnly) return ok(ABOUT, `${where}, version ${version}`);
  return wrong(
    ABOUT,
    `${where} takes no changes (a standby, or default_transaction_read_only is on)`,
    'let DATABASE_URL name the primary',
  );
}

function tables({ where, missing, unknown, mayCreate }: DatabaseLook): Line {
  const about = 'Tables';
  if (unknown.length > 0)
    return wrong(
      about,
      `a newer bot has used this database (${unknown.join(', ')})`,
      'update this bot, or give it a database of its own',
    );
  if (missing.length === 0) return ok(about, 'up to date');
  const are = `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'}`;
  if (mayCreate) return worthKnowing(about, `${are} applied at the next start`);
  return wrong(
    about,
    `${are} to be applied, and the bot's user may make no tables in ${where}`,
    "as the database's owner: GRANT CREATE ON SCHEMA public TO the user of DATABASE_URL",
  );
}

function mendOf({ code }: DatabaseRefusal): string {
  if (code === 'ECONNREFUSED') return 'start PostgreSQL there, or correct host and port in DATABASE_URL';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return 'correct the host in DATABASE_URL; its name is not known here';
  if (code.startsWith('28')) return 'correct user and password in DATABASE_URL, or let that user in (pg_hba.conf)';
  if (code === '42501') return "let the user of DATABASE_URL own the bot's tables, or grant it all rights on them";
  if (code === '3D000') return 'create the database, or correct its name in DATABASE_URL';
  return 'check DATABASE_URL, and that the database takes connections from this machine';
}
