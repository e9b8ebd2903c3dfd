import type { Block } from '../blocks/schema.js';
import type { RichGroup, RichPiece } from '../blocks/rich-text.js';
import type { TextObject } from '../blocks/composition.js';
import type { Directory } from '../directory.js';
import type { Content } from '../model.js';
import { entitiesOf } from './entities.js';

/** Whom a text would notify. Ids of people and groups; ranges of broadcasts. */
export interface Mentions {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  readonly broadcasts: readonly ('here' | 'channel' | 'everyone')[];
}

type Mention =
  { readonly user: string } | { readonly group: string } | { readonly broadcast: 'here' | 'channel' | 'everyone' };

/**
 * Everything in a message that would or might notify. Where Slack's behaviour is not documented it errs on the side
 * of noticing: `text` counts beside blocks, and bare `@names` count wherever Slack parses by itself.
 */
export function mentionsOf(content: Content, directory: Directory): Mentions {
  const parsesNames = content.parse !== 'none' || content.linkNames;
  const all = [
    ...inMrkdwn(content.text, parsesNames, directory),
    ...content.blocks.flatMap((block) => inBlock(block, directory)),
    ...content.attachments.flatMap((one) => inAttachment(one, directory)),
  ];
  return {
    users: unique(all.flatMap((one) => ('user' in one ? one.user : []))),
    groups: unique(all.flatMap((one) => ('group' in one ? one.group : []))),
    broadcasts: unique(all.flatMap((one) => ('broadcast' in one ? one.broadcast : []))),
  };
}

function inBlock(block: Block, directory: Directory): Mention[] {
  switch (block.type) {
    case 'section':
      return [block.text, ...(block.fields ?? [])].flatMap((one) => (one === undefined ? [] : inText(one, directory)));
    case 'context':
      return block.elements.flatMap((one) => (one.type === 'image' ? [] : inText(one, directory)));
    case 'rich_text':
      return block.elements.flatMap(inRichGroup);
    case 'markdown':
      return inMrkdwn(block.text, true, directory);
    case 'table':
      return block.rows.flat().flatMap((cell) => (cell.type === 'rich_text' ? cell.elements.flatMap(inRichGroup) : []));
    case 'header':
    case 'divider':
    case 'image':
    case 'actions':
    case 'input':
      return [];
  }
}

function inText(text: TextObject, directory: Directory): Mention[] {
  return text.type === 'plain_text' ? [] : inMrkdwn(text.text, !text.verbatim, directory);
}

function inMrkdwn(source: string, parsesNames: boolean, directory: Directory): Mention[] {
  return entitiesOf(source).flatMap((entity): Mention[] => {
    if (entity.kind === 'user') return [{ user: entity.id }];
    if (entity.kind === 'group') return [{ group: entity.id }];
    if (entity.kind === 'broadcast') return [{ broadcast: entity.range }];
    return entity.kind === 'text' && parsesNames ? bareNames(entity.text, directory) : [];
  });
}

/** `@name` in running text, as Slack finds it where it parses by itself. */
function bareNames(text: string, directory: Directory): Mention[] {
  return [...text.matchAll(/(?<![\w@.])@([\w.-]+)/g)].flatMap((match): Mention[] => {
    const name = (match[1] ?? '').replace(/[.-]+$/, '');
    if (name === 'here' || name === 'channel' || name === 'everyone') return [{ broadcast: name }];
    const person = directory.findPerson(name);
    if (person !== undefined) return [{ user: person.id }];
    const group = directory.findGroup(name);
    return group === undefined ? [] : [{ group: group.id }];
  });
}

function inRichGroup(group: RichGroup): Mention[] {
  if (group.type === 'rich_text_list') return group.elements.flatMap((one) => one.elements.flatMap(inPiece));
  return group.elements.flatMap(inPiece);
}

function inPiece(piece: RichPiece): Mention[] {
  if (piece.type === 'user') return [{ user: piece.user_id }];
  if (piece.type === 'usergroup') return [{ group: piece.usergroup_id }];
  return piece.type === 'broadcast' ? [{ broadcast: piece.range }] : [];
}

/** Attachments are kept as they came, so every string in them counts. */
function inAttachment(value: unknown, directory: Directory): Mention[] {
  if (typeof value === 'string') return inMrkdwn(value, true, directory);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((one) => inAttachment(one, directory));
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
