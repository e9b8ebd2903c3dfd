import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { within } from './deadline.js';
import { commandBytes, readReply, type RedisReply } from './redis-reply.js';
import { loginOf } from './url-login.js';

const PORT = 6379;

/** What a Redis server said to AUTH and SELECT, where the address asks for them, to PING and to INFO. Null where it said nothing more. */
export interface RedisTalk {
  readonly auth: RedisReply | null;
  readonly select: RedisReply | null;
  readonly ping: RedisReply | null;
  readonly info: RedisReply | null;
}

/**
 * Asks PING and INFO over a connection of its own, with the login and the database of the address; `limit` in
 * milliseconds covers it all. Rejects with what kept it from an answer, `NotRedis` included.
 */
export function askRedis(url: URL, limit: number, signal: AbortSignal): Promise<RedisTalk> {
  return within(limit, signal, async (over) => {
    const [auth, select] = [authOf(url), selectOf(url)];
    const commands = [...auth, ...select, ['PING'], ['INFO']];
    const replies = await talk(open(url), commands, over);
    const at = (index: number): RedisReply | null => replies[index] ?? null;
    const first = auth.length + select.length;
    return {
      auth: auth.length === 0 ? null : at(0),
      select: select.length === 0 ? null : at(auth.length),
      ping: at(first),
      info: at(first + 1),
    };
  });
}

function open(url: URL): Socket {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? PORT : Number(url.port);
  if (url.protocol !== 'rediss:') return connectPlain({ host, port });
  // A name to ask for in the handshake: an address is none.
  return connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}) });
}

/** Sends all commands at once and returns the replies; fewer only where the server said something and hung up. */
async function talk(socket: Socket, commands: readonly string[][], signal: AbortSignal): Promise<RedisReply[]> {
  const replies: RedisReply[] = [];
  signal.addEventListener('abort', () => socket.destroy(), { once: true });
  socket.write(commands.map(commandBytes).join(''));
  let bytes: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      bytes = Buffer.concat([bytes, chunk]);
      bytes = bytes.subarray(takeReplies(bytes, replies));
      if (replies.length >= commands.length) return replies;
    }
  } catch (error) {
    if (replies.length === 0) throw error;
    return replies;
  }
  if (replies.length === 0) throw Object.assign(new Error('it hung up without a word'), { code: 'ECONNRESET' });
  return replies;
}

/** Adds the whole replies among the bytes to `replies` and returns where they end. */
function takeReplies(bytes: Buffer, replies: RedisReply[]): number {
  let end = 0;
  for (let read = readReply(bytes, 0); read !== null; read = readReply(bytes, end)) {
    replies.push(read.reply);
    end = read.end;
  }
  return end;
}

function authOf(url: URL): string[][] {
  const { user, password } = loginOf(url);
  if (password === '') return [];
  return [user === '' ? ['AUTH', password] : ['AUTH', user, password]];
}

function selectOf(url: URL): string[][] {
  const database = url.pathname.replace(/^\//, '');
  return database === '' ? [] : [['SELECT', database]];
}
