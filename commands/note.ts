import { cutText } from '../src/text/clean.js';
import { nearest } from '../src/text/nearest.js';
import { context } from '../src/view/message.js';
import type { Answer, Ask, Reading, Subcommand } from './command.js';
import { typed } from './offers.js';
import { noteOf } from './reason.js';
import { findTarget, refused } from './target.js';

/** Phones make one dash of the two. */
const OPTION = /^(?:--|–|—)([a-z]+)$/i;
/** So much of a note is given back where it is not clear what it is about, characters. */
const GIVEN_BACK = 1_500;

/** Puts something into the timeline. */
export const noteCommand: Subcommand = {
  word: 'note',
  group: 'record',
  usage: 'note text',
  says: 'into the timeline; --private keeps it out of exports',
  answer: async (ask) => {
    const { words, written, hidden } = privately(ask);
    const target = await findTarget({ ...ask, words, written }, hidden ? 'note --private' : 'note');
    if ('unclear' in target) return givenBack(target.unclear, written);
    const { row } = target;
    const after = privately({ words: target.rest, written: target.written });
    return noted(ask, row.incident, { written: after.written, hidden: hidden || after.hidden });
  },
};

/** The wish to note this; or why it is not noted, and how it would be. */
export function noted(
  ask: Ask,
  incident: string,
  { written, hidden }: { readonly written: string; readonly hidden: boolean },
): Answer {
  const first = written.split(/\s/u, 1)[0] ?? '';
  const option = OPTION.exec(first)?.[1]?.toLowerCase();
  if (option !== undefined && nearest(option, ['private']) !== null) {
    const right = typed(ask, 'note', '--private', incident, 'text');
    return refused('No option is called ', { code: first }, '. Nothing was recorded. Send ', { code: right }, '.');
  }
  const read = noteOf(written);
  if ('refused' in read) {
    const right = typed(ask, 'note', incident, 'what you saw or did');
    return refused(...read.refused, ' Like: ', { code: right }, '.');
  }
  const command = { do: 'note', by: ask.by, says: read.says, private: hidden, source: null } as const;
  return { wish: { command, runbook: null }, incident };
}

/** Whether the words begin or end with `--private`, and what is left without it: what was meant to be private is never shown to all. */
function privately({ words, written }: Pick<Ask, 'words' | 'written'>): Pick<Ask, 'words' | 'written'> & {
  readonly hidden: boolean;
} {
  const isPrivate = (word: string | undefined): boolean => OPTION.exec(word ?? '')?.[1]?.toLowerCase() === 'private';
  const [first = '', ...rest] = words;
  if (isPrivate(first)) return { words: rest, written: written.slice(first.length).trim(), hidden: true };
  const last = words.at(-1) ?? '';
  if (isPrivate(last))
    return { words: words.slice(0, -1), written: written.slice(0, -last.length).trim(), hidden: true };
  return { words, written, hidden: false };
}

/** Whoever typed it sees their words again, to send them once more. */
function givenBack(unclear: Reading, written: string): Reading {
  const read = noteOf(written);
  if ('refused' in read) return unclear;
  const { blocks, plain } = unclear.message;
  const words = context('Your note: ', cutText(read.says, GIVEN_BACK));
  return { ...unclear, message: { blocks: [...blocks, words], plain } };
}
