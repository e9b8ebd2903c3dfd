/** What an address in a variable tells. Of these parts, `user`, `password` and `options` are for comparing only. */
export interface AddressParts {
  /** Without the driver, and one for both spellings of PostgreSQL's. */
  readonly scheme: string;
  readonly user: string;
  readonly password: string;
  readonly host: string;
  /** The usual one of the scheme where none is written; 0 where there is none. */
  readonly port: number;
  /** Of a database; empty for other schemes, whose path may hold a secret. */
  readonly name: string;
  /** Everything else. */
  readonly options: string;
}

const PORTS: Readonly<Record<string, number>> = {
  postgres: 5432,
  mysql: 3306,
  mariadb: 3306,
  redis: 6379,
  rediss: 6379,
  mongodb: 27_017,
  amqp: 5672,
  http: 80,
  https: 443,
};
const NAMED = new Set(['postgres', 'mysql', 'mariadb', 'redis', 'rediss', 'mongodb']);

/**
 * Takes an address apart; null where it is none, and where it could be read in two ways: a `/` or `#` in a password that is
 * not written as `%2F` or `%23` would make a part of the password look like a host or a port.
 */
export function parseAddress(value: string): AddressParts | null {
  if (!/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(value) || !URL.canParse(value)) return null;
  const url = new URL(value);
  if (url.hostname === '' || `${url.pathname}${url.search}${url.hash}`.includes('@')) return null;
  const scheme = schemeOf(url);
  const isDatabase = NAMED.has(scheme);
  return {
    scheme,
    user: decoded(url.username),
    password: decoded(url.password),
    host: url.hostname,
    port: url.port === '' ? (PORTS[scheme] ?? 0) : Number(url.port),
    name: isDatabase ? decoded(url.pathname.slice(1)) : '',
    options: `${isDatabase ? '' : url.pathname}${url.search}${url.hash}`,
  };
}

function schemeOf(url: URL): string {
  const scheme = url.protocol.slice(0, -1).split('+')[0] ?? '';
  return scheme === 'postgresql' ? 'postgres' : scheme;
}

function decoded(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}

const PARTS = ['scheme', 'user', 'password', 'host', 'port', 'name', 'options'] as const;

/** In which parts a value is other than expected, never what they hold; none where both mean the same. */
export function differences(value: string, expected: string): string[] {
  if (value === expected) return [];
  const [is, should] = [parseAddress(value), parseAddress(expected)];
  if (is !== null && should !== null) return PARTS.filter((part) => is[part] !== should[part]);
  if (value.trim() === expected) return ['spaces'];
  return unquoted(value.trim()) === expected ? ['quotes'] : ['value'];
}

/** Without the quotes that some readers of .env files leave around a value. */
function unquoted(value: string): string {
  return /^(["'])(.*)\1$/s.exec(value)?.[2] ?? value;
}
