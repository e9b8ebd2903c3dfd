import { extname } from 'node:path';
import type { Person } from '../model.js';
import type { Reading } from '../reading.js';
import { isPicture } from './page-message.js';

/** Only pictures are shown by the browser. Nothing is ever sent as HTML, or as SVG, which could run scripts. */
const TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.ics': 'text/calendar; charset=utf-8',
  '.json': 'application/json',
  '.md': 'text/plain; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.log': 'text/plain; charset=utf-8',
};

/** A file to send, with the headers that say what it is. */
export interface SentFile {
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/** The file, if this person is where it was shared; null otherwise. */
export function fileFor(id: string, person: Person, reading: Reading): SentFile | null {
  const file = reading.file(id);
  if (file?.bytes === undefined || !reading.channelsOf(person.id).some((one) => one.id === file.channel)) return null;
  const type = TYPES[extname(file.name).toLowerCase()] ?? 'application/octet-stream';
  const how = isPicture(file.name) ? 'inline' : 'attachment';
  const headers = { 'content-type': type, 'content-disposition': `${how}; filename*=UTF-8''${encoded(file.name)}` };
  return { headers, bytes: file.bytes };
}

function encoded(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
