import type { Subcommand } from './command.js';
import { noted } from './note.js';
import { findTarget } from './target.js';

/** Tells everybody that somebody looks after it. What is said beside that is noted, which acknowledges as well. */
export const ack: Subcommand = {
  word: 'ack',
  group: 'act',
  usage: 'ack',
  says: 'you look after it',
  answer: async (ask) => {
    const target = await findTarget(ask, 'ack');
    if ('unclear' in target) return target.unclear;
    const { incident } = target.row;
    if (target.rest.length > 0) return noted(ask, incident, { written: target.written, hidden: false });
    return { wish: { command: { do: 'acknowledge', by: ask.by }, runbook: null }, incident };
  },
};
