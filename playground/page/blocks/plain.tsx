import type { TextObject } from '../../blocks/composition.js';
import { clean } from './clean.js';
import { withEmoji } from './emoji.js';
import { Mrkdwn } from './mrkdwn.js';

/** The words of a text object that takes no markup. */
export function plainWords({ text, emoji = true }: { readonly text: string; readonly emoji?: boolean }): string {
  return emoji ? withEmoji(clean(text)) : clean(text);
}

/** Words without markup, their line breaks kept. */
export function Plain({ text, emoji = true }: { readonly text: string; readonly emoji?: boolean }) {
  return <div className="b-text">{plainWords({ text, emoji })}</div>;
}

/** Either kind of text. */
export function TextOf({ text }: { readonly text: TextObject }) {
  return text.type === 'mrkdwn' ? (
    <Mrkdwn text={text.text} verbatim={text.verbatim} />
  ) : (
    <Plain text={text.text} emoji={text.emoji} />
  );
}
