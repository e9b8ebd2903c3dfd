import { MASK } from '../text/mask-mark.js';

// What a quote sign can stand in, so that each is read as what it is; an end that is missing was cut off.
const COMMENT = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/;
const QUOTED_NAME = /"(?:[^"]|"")*(?:"|$)/;
const ESCAPED = /(?<!\w)[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:\\?$|')/;
const PLAIN = /'(?:[^']|'')*(?:'|$)/;
const DOLLAR = /(?<![\w$])\$([A-Za-z_]\w*)?\$[\s\S]*?(?:\$\1\$|$)/;
const PIECE = new RegExp([DOLLAR, COMMENT, QUOTED_NAME, ESCAPED, PLAIN].map(({ source }) => source).join('|'), 'g');

/**
 * A SQL statement on one line without the values people wrote into it: string literals become `'•••'`, comments go.
 * Numbers and names stay.
 */
export function withoutLiterals(sql: string): string {
  const hidden = sql.replace(PIECE, (piece) => {
    if (piece.startsWith('"')) return piece;
    return piece.startsWith('--') || piece.startsWith('/*') ? ' ' : `'${MASK}'`;
  });
  return hidden.replace(/\s+/g, ' ').trim();
}
