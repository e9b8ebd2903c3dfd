import type { IncidentRow } from '../src/engine/store.js';
import type { Incident } from '../src/incident/state.js';
import { note, type Button, type Message } from '../src/view/message.js';
import { someOf } from '../src/view/lists.js';
import type { Text } from '../src/text/text.js';
import type { Ask, Reading } from './command.js';
import { hasMovedFrom, movedFrom, movedWords } from './moved.js';
import { typed } from './offers.js';

/** The incident a command is about, with the words that are left, also as they were written; or what to say when that is not clear. */
export type Target =
  | { readonly row: IncidentRow; readonly rest: readonly string[]; readonly written: string }
  | { readonly unclear: Reading };

/** The incident a command is about in full, with the words that are left; or what to say when that is not clear. */
export type FullTarget =
  { readonly incident: Incident; readonly rest: readonly string[] } | { readonly unclear: Reading };

const NAME = /^inc-\d+$/i;

/** What is said where nothing was done, or nothing found; a terminal program ends so that scripts notice. */
export function refused(...says: Text): Reading {
  return { message: note(...says), exit: 'failed' };
}

/** The incident named first (`INC-12`), or this channel's only open one; several are never guessed between. */
export async function findTarget(ask: Ask, verb: string): Promise<Target> {
  const [first, ...rest] = ask.words;
  if (first !== undefined && NAME.test(first)) return named(ask, first.toUpperCase(), rest);
  const open = await ask.look.list({ open: true, channel: ask.channel });
  const [only, ...others] = open;
  if (only === undefined) return nothingHere(ask, verb);
  if (others.length === 0) return { row: only, rest: ask.words, written: ask.written };
  return { unclear: { message: picker(ask, open, verb), exit: 'failed' } };
}

/** As `findTarget`, read in full. The name may also stand second: `remedy restart INC-12`. */
export async function findIncident(ask: Ask, verb: string): Promise<FullTarget> {
  const [first = '', second = '', ...others] = ask.words;
  const words = NAME.test(second) && !NAME.test(first) ? [second, first, ...others] : ask.words;
  const target = await findTarget({ ...ask, words }, verb);
  if ('unclear' in target) return target;
  const incident = await ask.look.read(target.row.incident);
  if (incident === null) return { unclear: refused(`${target.row.incident} could not be read. Nothing was changed.`) };
  return { incident, rest: target.rest };
}

async function nothingHere(ask: Ask, verb: string): Promise<Target> {
  const moved = movedWords(await movedFrom(ask));
  if (moved !== '') return { unclear: refused(`Nothing is open here, and nothing was changed. ${moved}`) };
  const example = { code: typed(ask, verb, 'INC-12') };
  return { unclear: refused('Nothing is open here, and nothing was changed. Name an incident, like ', example, '.') };
}

async function named(ask: Ask, id: string, rest: readonly string[]): Promise<Target> {
  const row = await ask.look.find(id);
  const { channel } = ask;
  const hidden = row !== null && channel !== null && row.channel !== channel;
  if (hidden) {
    const incident = await ask.look.read(id);
    if (incident !== null && hasMovedFrom(incident, channel))
      return { unclear: refused(`Nothing was changed. ${movedWords([incident])}`) };
  }
  if (row === null || hidden)
    return {
      unclear: refused(
        `There is no ${id}${channel === null ? '' : ' in this channel'}. Nothing was changed; `,
        { code: typed(ask, 'list') },
        ' shows what is open here.',
      ),
    };
  return { row, rest, written: ask.written.slice(id.length).trim() };
}

/** Which one? Buttons only where pressing one is harmless: other verbs are typed with the name. */
function picker(ask: Ask, open: readonly IncidentRow[], verb: string): Message {
  const names = open.map(({ incident, service }) => `${incident} ${service}`);
  const says = [
    `Open here: ${someOf(names, 5)}. Which one? Nothing was done yet; send `,
    { code: typed(ask, verb, open[0]?.incident ?? 'INC-1') },
    '.',
  ];
  if (verb !== 'diagnose') return note(...says);
  const buttons = open.slice(0, 5).map(({ incident, service }): Button => ({
    action: 'diagnose',
    value: incident,
    label: `Diagnose ${incident}`,
    spoken: `Diagnose ${incident} of ${service}`,
    primary: false,
  }));
  return {
    blocks: [
      { kind: 'section', says },
      { kind: 'buttons', buttons },
    ],
    plain: says,
  };
}
