import { closing } from './closing.js';

/** Stops a run or closes a mistake. */
export const cancel = closing({
  word: 'cancel',
  usage: 'cancel reason',
  says: 'stop, or close a mistake',
  how: 'cancelled',
  asks: 'Why? The record needs a reason; nothing was cancelled.',
  example: 'opened by mistake',
});
