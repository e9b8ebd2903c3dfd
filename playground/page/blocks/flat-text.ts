import { entitiesOf, type Entity } from '../../mrkdwn/entities.js';

/** Something of mrkdwn that acts: a mention, a link, a date. */
export type Acting = Exclude<Entity, { kind: 'text' }>;

/** A piece of mrkdwn to draw; texts are unescaped and mean nothing any more. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'entity'; readonly entity: Acting }
  | { readonly kind: 'bold' | 'italic' | 'strike' | 'code' | 'pre' | 'quote'; readonly inside: readonly Node[] };

/** Text in which one character stands for each entity, so that markers never reach into one; entities by their place. */
export interface Flat {
  readonly text: string;
  readonly entities: ReadonlyMap<number, Acting>;
}

const HELD = '\ufffc';
const ADDRESS = /(\bhttps?:\/\/[^\s<>|`]*[^\s<>|`.,;:!?'")\]*_~])/;

/** Mrkdwn with its `<…>` put aside; without `verbatim` bare addresses of web pages as well. */
export function flatten(source: string, verbatim: boolean): Flat {
  const entities = new Map<number, Acting>();
  let text = '';
  for (const one of entitiesOf(source).flatMap((entity) => (verbatim ? [entity] : withLinks(entity)))) {
    if (one.kind !== 'text') entities.set(text.length, one);
    text += one.kind === 'text' ? one.text.replaceAll(HELD, '\ufffd') : HELD;
  }
  return { text, entities };
}

/** Text from one place to another in which only entities act. */
export function literal({ text, entities }: Flat, from: number, to: number): Node[] {
  const nodes: Node[] = [];
  let at = from;
  for (const words of text.slice(from, to).split(HELD)) {
    const entity = at > from ? entities.get(at - 1) : undefined;
    if (entity !== undefined) nodes.push({ kind: 'entity', entity });
    if (words !== '') nodes.push({ kind: 'text', text: words });
    at += words.length + 1;
  }
  return nodes;
}

function withLinks(entity: Entity): Entity[] {
  if (entity.kind !== 'text') return [entity];
  const parts = entity.text.split(ADDRESS);
  return parts.map((part, index) => (index % 2 === 1 ? { kind: 'link', url: part } : { kind: 'text', text: part }));
}
