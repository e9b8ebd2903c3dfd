import type { SharedFile } from '../model.js';
import type { Message } from '../model.js';
import type { Reading } from '../reading.js';
import type { PageFile, PageMessage } from './protocol.js';

/** What browsers show by themselves, and what Slack shows in a message. SVG is not among it: it can run scripts. */
const PICTURE = /\.(png|jpe?g|gif|webp)$/i;

/** Whether a file's name says that it is a picture. */
export function isPicture(name: string): boolean {
  return PICTURE.test(name);
}

/** A message as one person, by id and name, sees it. */
export function pageMessage(message: Message, reader: { id: string; name: string }, reading: Reading): PageMessage {
  return {
    key: keyOf(message),
    channel: message.channel,
    ts: message.ts,
    threadTs: message.threadTs ?? null,
    author: message.author,
    text: withoutFileNames(message),
    blocks: message.blocks,
    files: (message.files ?? []).map((file) => pageFile(file, reader.name, reading)),
    edited: message.versions.length > 1,
    ephemeral: message.onlyFor !== undefined,
    reactions: message.reactions,
    notifies: reading.mentions(reader.id, message),
  };
}

/** A message's key on the page; `placeOf` reads it. */
function keyOf({ channel, ts }: Message): string {
  return `${channel}:${ts}`;
}

/** The channel and the `ts` in a key. */
export function placeOf(key: string): { readonly channel: string; readonly ts: string } {
  const [channel = '', ts = ''] = key.split(':');
  return { channel, ts };
}

function pageFile({ id, name, title, alt_txt: alt = '' }: SharedFile, reader: string, reading: Reading): PageFile {
  const bytes = reading.file(id)?.length ?? 0;
  const url = `/file/${encodeURIComponent(id)}?as=${encodeURIComponent(reader)}`;
  return { id, name, title, alt, picture: isPicture(name), bytes, url };
}

/** The workspace writes the files' names below a comment, for terminals; the page shows the files themselves. */
function withoutFileNames({ text, files = [] }: Message): string {
  const names = files.map(({ title }) => `[file: ${title}]`).join('\n');
  return files.length > 0 && text.endsWith(names) ? text.slice(0, -names.length).trimEnd() : text;
}
