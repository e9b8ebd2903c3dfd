import { closing } from './closing.js';

/** Closes an incident that is over. */
export const resolve = closing({
  word: 'resolve',
  usage: 'resolve what-fixed-it',
  says: 'close what is over',
  how: 'resolved',
  asks: 'What fixed it? The record needs it; nothing was closed.',
  example: 'restarted by hand',
});
