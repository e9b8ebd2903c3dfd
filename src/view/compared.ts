import type { Compared } from '../incident/remedy.js';
import { text, type Text } from '../text/text.js';

/** `• Health endpoint: was refused, now 200 in 38 ms (bot)`. */
export function compared(one: Compared): Text {
  return text('• ', beforeAndAfter(one));
}

/** The same without its bullet. */
export function beforeAndAfter({ title, vantage, before, after }: Compared): Text {
  const same = before !== null && JSON.stringify(before) === JSON.stringify(after);
  if (same) return text(`${title}: still `, after, ` (${vantage})`);
  return text(`${title}: `, before !== null && ['was ', ...before, ', now '], after, ` (${vantage})`);
}
