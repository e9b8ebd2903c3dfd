import { memo, useMemo } from 'react';
import { ActingPiece } from './acting.js';
import { clean } from './clean.js';
import { withEmoji } from './emoji.js';
import type { Node } from './flat-text.js';
import { mrkdwnTree } from './mrkdwn-tree.js';

const TAGS = { bold: 'strong', italic: 'em', strike: 's' } as const;

/** Text with Slack's markup; nothing in it can run or lead anywhere but to web pages and mail. */
export const Mrkdwn = memo(function Mrkdwn({
  text,
  verbatim = false,
}: {
  readonly text: string;
  readonly verbatim?: boolean;
}) {
  const tree = useMemo(() => mrkdwnTree(text, verbatim), [text, verbatim]);
  return (
    <div className="b-text">
      <Nodes nodes={tree} />
    </div>
  );
});

function Nodes({ nodes }: { readonly nodes: readonly Node[] }) {
  return nodes.map((node, index) => <Drawn key={index} node={node} />);
}

function Drawn({ node }: { readonly node: Node }) {
  if (node.kind === 'text') return <>{withEmoji(clean(node.text))}</>;
  if (node.kind === 'entity') return <ActingPiece entity={node.entity} />;
  if (node.kind === 'code')
    return (
      <code className="b-code">
        <Code nodes={node.inside} />
      </code>
    );
  if (node.kind === 'pre')
    return (
      <pre className="b-pre">
        <Code nodes={node.inside} />
      </pre>
    );
  if (node.kind === 'quote')
    return (
      <blockquote className="b-quote">
        <Nodes nodes={node.inside} />
      </blockquote>
    );
  const Tag = TAGS[node.kind];
  return (
    <Tag>
      <Nodes nodes={node.inside} />
    </Tag>
  );
}

/** Within code the names of emoji stay names. */
function Code({ nodes }: { readonly nodes: readonly Node[] }) {
  return nodes.map((node, index) => (node.kind === 'text' ? clean(node.text) : <Drawn key={index} node={node} />));
}
