import { z } from 'zod';

/** A message of Slack's, as far as it is read: by anybody, in whatever shape. */
export const messageSchema = z.object({
  ts: z.string(),
  text: z.string().catch(''),
  user: z.string().min(1).optional().catch(undefined),
  bot_id: z.string().min(1).optional().catch(undefined),
  username: z.string().min(1).optional().catch(undefined),
  attachments: z.array(z.object({ fallback: z.string().nullish(), text: z.string().nullish() })).catch([]),
  files: z.array(z.object({ name: z.string().nullish() })).catch([]),
});
export type ReadMessage = z.output<typeof messageSchema>;

/** Who wrote it, as an actor. */
export function authorOf({ user, bot_id }: ReadMessage): string {
  return `slack:${user ?? bot_id ?? 'unknown'}`;
}

/** The people a message mentions, as actors. */
export function mentionedIn(message: ReadMessage): string[] {
  return [...writtenIn(message).matchAll(/<@([UW][A-Z0-9]+)/g)].map(([, id]) => `slack:${id ?? ''}`);
}

/** What a message says as people read it: mentions and links spelt out, pictures and files by name. `nameOf` knows people by actor. */
export function wordsOf(message: ReadMessage, nameOf: (actor: string) => string): string {
  const files = message.files.map(({ name }) => `[file ${name ?? 'without a name'}]`);
  const written = [spelt(writtenIn(message), nameOf), ...files].filter((one) => one !== '').join('\n');
  // Programs that write by webhook have no account; the name they give themselves is all there is.
  const speaks = message.user === undefined && message.username !== undefined ? `${message.username}: ` : '';
  return written === '' ? '(a message without text)' : speaks + written;
}

/** Some messages are made of attachments only. */
function writtenIn({ text, attachments }: ReadMessage): string {
  if (text.trim() !== '') return text;
  return attachments
    .map((one) => one.fallback ?? one.text ?? '')
    .filter((one) => one !== '')
    .join('\n');
}

/** Slack escapes three characters; a `<` that is left begins a mention, a date or a link. */
function spelt(text: string, nameOf: (actor: string) => string): string {
  return text
    .replace(/<([^<>]*)>/g, (_whole, inside: string) => speltOut(inside, nameOf))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function speltOut(inside: string, nameOf: (actor: string) => string): string {
  const [what = '', ...rest] = inside.split('|');
  const label = rest.join('|');
  if (what.startsWith('@')) return `@${label === '' ? nameOf(`slack:${what.slice(1)}`) : label}`;
  if (what.startsWith('#')) return `#${label === '' ? what.slice(1) : label}`;
  if (what.startsWith('!date^')) return label;
  if (what.startsWith('!'))
    return label === '' ? `@${what.slice(1).replace('subteam^', '')}` : `@${label.replace(/^@/, '')}`;
  const address = what.replace(/^mailto:|^tel:/, '');
  return label === '' || label === address ? address : `${label} (${address})`;
}
