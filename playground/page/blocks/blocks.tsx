import { memo } from 'react';
import type { Block } from '../../blocks/schema.js';
import { clean } from './clean.js';
import { Element } from './element.js';
import { keyed } from './keyed.js';
import { Link } from './acting.js';
import { plainWords, TextOf } from './plain.js';
import type { OnPress } from './press.js';
import { RichText } from './rich-text.js';

type BlockOf<T extends Block['type']> = Extract<Block, { type: T }>;

export interface BlocksProps {
  readonly blocks: readonly Block[];
  readonly onPress: OnPress;
}

/** The blocks of a message or modal as Slack draws them; input blocks are the modal's own business. */
export const Blocks = memo(function Blocks({ blocks, onPress }: BlocksProps) {
  return (
    <div className="b-blocks">
      {keyed(blocks, (one) => one.type).map(([key, block]) => (
        <BlockOf key={key} block={block} onPress={onPress} />
      ))}
    </div>
  );
});

/** One block. */
export function BlockOf({ block, onPress }: { readonly block: Block; readonly onPress: OnPress }) {
  switch (block.type) {
    case 'header':
      return <h3 className="b-header">{plainWords(block.text)}</h3>;
    case 'divider':
      return <hr className="b-divider" />;
    case 'section':
      return <Section block={block} onPress={onPress} />;
    case 'context':
      return <Context block={block} />;
    case 'actions':
      return <Actions block={block} onPress={onPress} />;
    case 'rich_text':
      return (
        <div className="b-rich">
          <RichText groups={block.elements} />
        </div>
      );
    case 'image':
      return <Picture block={block} />;
    default:
      return <p className="b-unknown">This kind of block is not drawn here: {clean(block.type)}</p>;
  }
}

function Section({ block, onPress }: { readonly block: BlockOf<'section'>; readonly onPress: OnPress }) {
  const { text, fields, accessory } = block;
  return (
    <div className="b-section">
      <div className="b-section-words">
        {text !== undefined && <TextOf text={text} />}
        {fields !== undefined && (
          <div className="b-fields">
            {fields.map((one, index) => (
              <TextOf key={index} text={one} />
            ))}
          </div>
        )}
      </div>
      {accessory?.type === 'image' && <span className="b-soft">{clean(accessory.alt_text)}</span>}
      {accessory !== undefined && accessory.type !== 'image' && (
        <div className="b-accessory">
          <Element element={accessory} blockId={block.block_id ?? ''} onPress={onPress} />
        </div>
      )}
    </div>
  );
}

function Context({ block }: { readonly block: BlockOf<'context'> }) {
  return (
    <div className="b-context">
      {block.elements.map((one, index) =>
        one.type === 'image' ? <span key={index}>{clean(one.alt_text)}</span> : <TextOf key={index} text={one} />,
      )}
    </div>
  );
}

function Actions({ block, onPress }: { readonly block: BlockOf<'actions'>; readonly onPress: OnPress }) {
  return (
    <div className="b-actions">
      {keyed(block.elements, (one) => one.action_id ?? one.type).map(([key, element]) => (
        <Element key={key} element={element} blockId={block.block_id ?? ''} onPress={onPress} />
      ))}
    </div>
  );
}

/** The page fetches nothing from outside, so a picture from there is a link with its words. */
function Picture({ block }: { readonly block: BlockOf<'image'> }) {
  const words = block.title === undefined ? clean(block.alt_text) : plainWords(block.title);
  return <p className="b-soft">{block.image_url === undefined ? words : <Link url={block.image_url}>{words}</Link>}</p>;
}
