const STYLING = /\p{Cc}\[[0-9;]*m/gu;
const ESCAPE = '\u001b';

/** Columns a text takes in a terminal: styling takes none, emoji take two. */
export function widthOf(text: string): number {
  let columns = 0;
  for (const { segment } of new Intl.Segmenter().segment(text.replace(STYLING, ''))) {
    columns += /\p{Emoji_Presentation}|\ufe0f/u.test(segment) ? 2 : 1;
  }
  return columns;
}

/** Breaks lines at spaces to at most `width` columns; lines of a list hang under their first word. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width));
}

function wrapLine(line: string, width: number): string[] {
  if (widthOf(line) <= width) return [line];
  const hang = ' '.repeat(/^\s*(?:[•◦-] |\d+\. )?/.exec(line)?.[0].length ?? 0);
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(/(?<=\S)(?= )/).map((one, index) => (index === 0 ? one : one.slice(1)))) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (current !== '' && widthOf(longer) > width) {
      lines.push(current);
      current = hang + word;
    } else current = longer;
  }
  return [...lines, current].flatMap((one) => (one.includes(ESCAPE) ? [one] : cut(one, width)));
}

/** A single word may be longer than a line. */
function cut(line: string, width: number): string[] {
  const rows: string[] = [];
  let row = '';
  for (const character of line) {
    if (widthOf(row + character) > width) {
      rows.push(row);
      row = '';
    }
    row += character;
  }
  return [...rows, row];
}
