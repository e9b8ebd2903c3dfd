/** Cuts mrkdwn at `most` UTF-16 units, on a code point and never inside `<…>`, an entity or a code span: a half of those could come to mean something else. */
export function cut(words: string, most: number): string {
  if (words.length <= most) return words;
  const head = wholeCharacters(words.slice(0, most - 1));
  const open = head.lastIndexOf('<');
  const whole = open > head.lastIndexOf('>') ? head.slice(0, open) : head;
  const entity = whole.replace(/&[a-z]{0,4}$/, '');
  const ticks = entity.split('`').length - 1;
  return `${ticks % 2 === 1 ? entity.slice(0, entity.lastIndexOf('`')) : entity}…`;
}

/** The same for words without markup. */
export function cutPlain(words: string, most: number): string {
  return words.length <= most ? words : `${wholeCharacters(words.slice(0, most - 1))}…`;
}

/** Cuts mrkdwn so that its UTF-8 is at most `most` bytes. */
export function cutBytes(words: string, most: number): string {
  let shorter = words;
  while (Buffer.byteLength(shorter) > most) shorter = cut(words, Math.floor(shorter.length * 0.9));
  return shorter;
}

function wholeCharacters(words: string): string {
  return words.replace(/[\uD800-\uDBFF]$/, '');
}
