/** One reply of a Redis server: text it gave, or words it refused with. */
export interface RedisReply {
  readonly refused: boolean;
  readonly text: string;
}

/** What came is no reply of a Redis server. */
export class NotRedis extends Error {
  constructor() {
    super('what answers there is not Redis');
    this.name = 'NotRedis';
  }
}

const LONGEST_LINE = 4 * 1024;
const LONGEST_TEXT = 1024 * 1024;
const LINE_END = '\r\n';

/**
 * Reads the reply that begins at `from` (RESP 2: a status, an error, a number or a text) and tells where it ends; null
 * while it is not whole. Throws `NotRedis` for anything else.
 */
export function readReply(bytes: Buffer, from: number): { readonly reply: RedisReply; readonly end: number } | null {
  const lineEnd = bytes.indexOf(LINE_END, from);
  if (bytes.length > from && !'+-:$'.includes(String.fromCharCode(bytes[from] ?? 0))) throw new NotRedis();
  if (lineEnd === -1) {
    if (bytes.length - from > LONGEST_LINE) throw new NotRedis();
    return null;
  }
  const line = bytes.toString('utf8', from + 1, lineEnd);
  const next = lineEnd + LINE_END.length;
  if (bytes[from] !== '$'.charCodeAt(0))
    return { reply: { refused: bytes[from] === '-'.charCodeAt(0), text: line }, end: next };
  return readText(bytes, next, Number(line));
}

function readText(bytes: Buffer, from: number, length: number): ReturnType<typeof readReply> {
  if (length === -1) return { reply: { refused: false, text: '' }, end: from };
  if (!Number.isInteger(length) || length < 0 || length > LONGEST_TEXT) throw new NotRedis();
  const end = from + length + LINE_END.length;
  return bytes.length < end
    ? null
    : { reply: { refused: false, text: bytes.toString('utf8', from, from + length) }, end };
}

/** A command as it goes over the wire. */
export function commandBytes(words: readonly string[]): string {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}${LINE_END}${word}${LINE_END}`);
  return `*${words.length}${LINE_END}${parts.join('')}`;
}
