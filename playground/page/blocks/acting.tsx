import type { ReactNode } from 'react';
import type { Acting } from './flat-text.js';
import { clean } from './clean.js';
import { useReader } from './reading.js';
import { safeLink } from './safe-link.js';
import { SlackDate } from './slack-date.js';

/** A mention, a link or a date in running text. */
export function ActingPiece({ entity }: { readonly entity: Acting }) {
  switch (entity.kind) {
    case 'user':
    case 'group':
    case 'channel':
      return <Mention kind={entity.kind} id={entity.id} />;
    case 'broadcast':
      return <span className="b-mention b-mention-you">@{entity.range}</span>;
    case 'link':
      return <Link url={entity.url}>{entity.label}</Link>;
    case 'date':
      return <SlackDate moment={entity} />;
  }
}

/** Somebody, a group or a channel by name; the reader's own name stands out. */
export function Mention({ kind, id }: { readonly kind: 'user' | 'group' | 'channel'; readonly id: string }) {
  const reader = useReader();
  if (kind === 'channel') return <span className="b-mention">#{clean(reader.channel(id))}</span>;
  const name = clean(kind === 'user' ? reader.person(id) : reader.group(id));
  return (
    <span className={kind === 'user' && id === reader.you ? 'b-mention b-mention-you' : 'b-mention'}>@{name}</span>
  );
}

/** A link that leaves the page to itself; an address of another scheme than http, https and mailto stays words. */
export function Link({ url, children }: { readonly url: string; readonly children?: ReactNode }) {
  const href = safeLink(url);
  const label = typeof children === 'string' && children !== '' ? clean(children) : clean(url);
  if (href === null) return <>{label === clean(url) ? label : `${label} (${clean(url)})`}</>;
  return (
    <a className="b-link" href={href} target="_blank" rel="noopener noreferrer">
      {label}
    </a>
  );
}
