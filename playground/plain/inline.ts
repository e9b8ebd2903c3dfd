import type { TextObject } from '../blocks/composition.js';
import type { RichPiece } from '../blocks/rich-text.js';
import type { Directory } from '../directory.js';
import { formatDate } from '../mrkdwn/date.js';
import { entitiesOf, type Entity } from '../mrkdwn/entities.js';
import { harmless, type Styles } from './style.js';

/** Who reads: names come from the directory, times are in `timeZone`, `now` is in milliseconds. */
export interface Reader {
  readonly directory: Directory;
  readonly timeZone: string;
  readonly now: number;
  readonly styles: Styles;
}

/** A text object as people read it. */
export function drawText(text: TextObject, reader: Reader): string {
  return text.type === 'plain_text' ? harmless(text.text) : drawMrkdwn(text.text, reader);
}

/** Mrkdwn as people read it: entities resolved, markers gone. */
export function drawMrkdwn(source: string, reader: Reader): string {
  const { styles } = reader;
  const kept: string[] = [];
  // Markers never reach into what an entity or a code span shows, so those are put aside and back.
  const aside = (text: string): string => `\u{f0000}${kept.push(text) - 1}\u{f0001}`;
  const drawn = entitiesOf(source)
    .map((entity) => (entity.kind === 'text' ? harmless(entity.text) : aside(drawEntity(entity, reader))))
    .join('')
    .replace(/```\n?([\s\S]*?)\n?```/g, (_whole, code: string) => aside(styles.code(code)))
    .replace(/`([^`\n]+)`/g, (_whole, code: string) => aside(styles.code(code)))
    .replace(marked('\\*'), (_whole, inside: string) => styles.bold(inside))
    .replace(marked('_'), (_whole, inside: string) => inside)
    .replace(marked('~'), (_whole, inside: string) => inside);
  return putBack(drawn, kept);
}

/** Code spans may hold entities, so putting back repeats until nothing is aside. */
function putBack(text: string, kept: readonly string[]): string {
  const back = text.replace(/\u{f0000}(\d+)\u{f0001}/gu, (_whole, index: string) => kept[Number(index)] ?? '');
  return back === text ? text : putBack(back, kept);
}

function marked(marker: string): RegExp {
  return new RegExp(`(?<![\\w${marker}])${marker}(?=\\S)([^\\n${marker}]*[^\\s${marker}])${marker}(?!\\w)`, 'g');
}

function drawEntity(entity: Exclude<Entity, { kind: 'text' }>, reader: Reader): string {
  switch (entity.kind) {
    case 'user':
      return person(entity.id, reader);
    case 'group':
      return group(entity.id, reader);
    case 'channel':
      return channel(entity.id, reader);
    case 'broadcast':
      return reader.styles.bold(`@${entity.range}`);
    case 'link':
      return link(entity.url, entity.label);
    case 'date':
      return formatDate(entity.timestamp, harmless(entity.format), reader.timeZone, reader.now);
  }
}

/** One piece of rich text as people read it. */
export function drawPiece(piece: RichPiece, reader: Reader): string {
  const { styles } = reader;
  switch (piece.type) {
    case 'text': {
      const text = harmless(piece.text);
      return piece.style?.code === true ? styles.code(text) : piece.style?.bold === true ? styles.bold(text) : text;
    }
    case 'link':
      return link(piece.url, piece.text);
    case 'emoji':
      return `:${harmless(piece.name)}:`;
    case 'user':
      return person(piece.user_id, reader);
    case 'usergroup':
      return group(piece.usergroup_id, reader);
    case 'channel':
      return channel(piece.channel_id, reader);
    case 'broadcast':
      return styles.bold(`@${piece.range}`);
    case 'date':
      return formatDate(piece.timestamp, harmless(piece.format), reader.timeZone, reader.now);
    case 'color':
      return harmless(piece.value);
  }
}

function person(id: string, { directory, styles }: Reader): string {
  return styles.bold(`@${directory.findPerson(id)?.realName ?? id}`);
}

function group(id: string, { directory, styles }: Reader): string {
  return styles.bold(`@${directory.findGroup(id)?.handle ?? id}`);
}

function channel(id: string, { directory }: Reader): string {
  return `#${directory.findChannel(id)?.name ?? id}`;
}

function link(url: string, label: string | undefined): string {
  return label === undefined || label === '' || label === url ? harmless(url) : `${harmless(label)} (${harmless(url)})`;
}
