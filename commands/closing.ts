import type { ClosedHow } from '../src/incident/events.js';
import { note } from '../src/view/message.js';
import type { Subcommand } from './command.js';
import { reasonOf } from './reason.js';
import { findTarget } from './target.js';

/** A word that closes an incident, and wants to know why. */
export interface Closing extends Omit<Subcommand, 'answer'> {
  readonly how: ClosedHow;
  /** What is said where no reason was given: the question, and what was not done. */
  readonly asks: string;
  /** Such a reason. */
  readonly example: string;
}

/** The subcommand of such a word. */
export function closing({ how, asks, example, ...shown }: Closing): Subcommand {
  return {
    ...shown,
    answer: async (ask) => {
      const target = await findTarget(ask, shown.word);
      if ('unclear' in target) return { message: target.unclear };
      const { incident } = target.row;
      const reason = reasonOf(target.rest);
      if (reason === '') {
        const right = `/incident ${shown.word} ${incident} ${example}`;
        return { message: note(`${asks} Send `, { code: right }, '.') };
      }
      return { wish: { command: { do: 'close', by: ask.by, how, reason }, runbook: null }, incident };
    },
  };
}
