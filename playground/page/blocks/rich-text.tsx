import type { ReactNode } from 'react';
import type { RichGroup, RichPiece } from '../../blocks/rich-text.js';
import { Link, Mention } from './acting.js';
import { clean } from './clean.js';
import { emojiOf } from './emoji.js';
import { SlackDate } from './slack-date.js';

/** Formatted text as a tree; its strings mean nothing but themselves. */
export function RichText({ groups }: { readonly groups: readonly RichGroup[] }) {
  return groups.map((group, index) => <Group key={index} group={group} />);
}

function Group({ group }: { readonly group: RichGroup }) {
  switch (group.type) {
    case 'rich_text_section':
      return (
        <div className="b-text">
          <Pieces pieces={group.elements} />
        </div>
      );
    case 'rich_text_quote':
      return (
        <blockquote className="b-quote b-text">
          <Pieces pieces={group.elements} />
        </blockquote>
      );
    case 'rich_text_preformatted':
      return (
        <pre className="b-pre">
          <Pieces pieces={group.elements} />
        </pre>
      );
    case 'rich_text_list':
      return <List group={group} />;
  }
}

function List({ group }: { readonly group: Extract<RichGroup, { type: 'rich_text_list' }> }) {
  const items = group.elements.map((one, index) => (
    <li key={index}>
      <Pieces pieces={one.elements} />
    </li>
  ));
  const className = `b-list b-indent-${group.indent ?? 0}`;
  if (group.style === 'bullet') return <ul className={className}>{items}</ul>;
  return (
    <ol className={className} start={(group.offset ?? 0) + 1}>
      {items}
    </ol>
  );
}

function Pieces({ pieces }: { readonly pieces: readonly RichPiece[] }) {
  return pieces.map((piece, index) => (
    <Styled key={index} style={piece.style}>
      <Piece piece={piece} />
    </Styled>
  ));
}

function Styled({ style, children }: { readonly style: RichPiece['style']; readonly children: ReactNode }) {
  let drawn = children;
  if (style?.code === true) drawn = <code className="b-code">{drawn}</code>;
  if (style?.strike === true) drawn = <s>{drawn}</s>;
  if (style?.underline === true) drawn = <u>{drawn}</u>;
  if (style?.italic === true) drawn = <em>{drawn}</em>;
  return style?.bold === true ? <strong>{drawn}</strong> : drawn;
}

function Piece({ piece }: { readonly piece: RichPiece }) {
  switch (piece.type) {
    case 'text':
      return clean(piece.text);
    case 'link':
      return <Link url={piece.url}>{piece.text}</Link>;
    case 'emoji':
      return emojiOf(piece.name) ?? `:${clean(piece.name)}:`;
    case 'user':
      return <Mention kind="user" id={piece.user_id} />;
    case 'usergroup':
      return <Mention kind="group" id={piece.usergroup_id} />;
    case 'channel':
      return <Mention kind="channel" id={piece.channel_id} />;
    case 'broadcast':
      return <span className="b-mention b-mention-you">@{piece.range}</span>;
    case 'date':
      return <SlackDate moment={{ ...piece, fallback: piece.fallback ?? '' }} />;
    case 'color':
      return clean(piece.value);
  }
}
