/** Controls, and what turns the direction of the text around it or is not to be seen. The joiners of emoji and scripts stay. */
const INVISIBLE = /(?![\n\t])[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;

/** Text as it may be shown: what is not seen cannot deceive. */
export function clean(text: string): string {
  return text.replace(INVISIBLE, '');
}
