import type { PagePerson, PageState } from '../page-server/protocol.js';
import { newestIncident, type TourIncident } from './tour-incident.js';
import type { TourMemory } from './tour-memory.js';

/** Where on the page the next thing is done. */
export const TOUR_PLACES = ['panel', 'composer', 'messages', 'people', 'thread'] as const;
export type TourPlace = (typeof TOUR_PLACES)[number];

export const TOUR_TITLES = [
  'Break it',
  'Ask the bot',
  'Read the verdict',
  'Mend it, two people',
  'Close it, and read',
] as const;

/** What the tour says now. */
export interface TourStep {
  /** From 1 on, of `TOUR_TITLES`. */
  readonly step: number;
  readonly says: string;
  readonly place: TourPlace;
  /** What only the reader can tell: that they have read. */
  readonly button: 'read' | 'finish' | null;
}

type Seen = Pick<PageState, 'you' | 'people' | 'messages' | 'panel' | 'modals'>;

/**
 * The step somebody is at, from what stands in the workspace and what the tour remembers: whoever does things in
 * another order, or far from the tour, is met where they are.
 */
export function tourStep(state: Seen, memory: TourMemory): TourStep {
  const incident = newestIncident(state, memory.after);
  if (incident === null) return beforeAnyIncident(state);
  switch (incident.phase) {
    case 'diagnosing':
      return at(3, 'The bot asks all its questions. Its card says what it found in seconds.', 'messages');
    case 'well':
      return nothingWasBroken(state);
    case 'verdict':
      return memory.read === incident.id ? pressIt(incident) : readIt();
    case 'asked':
      return approveIt(state);
    case 'running':
      return at(4, 'Nothing to press. The bot acts, then looks whether it helped.', 'messages');
    case 'mended':
      return closeIt(state, incident);
    case 'closed':
      return readDocument(incident);
  }
}

function at(step: number, says: string, place: TourPlace, button: TourStep['button'] = null): TourStep {
  return { step, says, place, button };
}

function isBroken({ panel }: Seen): boolean {
  return panel !== null && panel.broken !== null;
}

/** What is being broken is called broken from the first moment on; asked that early, the bot would find nothing. */
function isBusy({ panel }: Seen): boolean {
  return panel !== null && panel.busy !== null;
}

function beforeAnyIncident(state: Seen): TourStep {
  if (isBusy(state)) return at(1, 'The stack is being changed. That takes a few seconds.', 'panel');
  if (isBroken(state)) return at(2, 'In #inc-api, type /incident api-down and press Enter.', 'composer');
  return at(1, 'In the panel, press Break beside oom: the kernel will kill the API.', 'panel');
}

/** The bot was asked, and everything was well: it said so, and the way begins here. */
function nothingWasBroken(state: Seen): TourStep {
  if (isBroken(state) && !isBusy(state))
    return at(2, 'Now it is broken. Press Diagnose again on the card.', 'messages');
  return at(1, 'Nothing was broken, and the bot said so. Press Break beside oom, then ask again.', 'panel');
}

function readIt(): TourStep {
  const says = 'Line one: what is broken. Then what to do, and how the bot knows.';
  return at(3, says, 'messages', 'read');
}

function pressIt({ offers }: TourIncident): TourStep {
  if (!offers) return at(4, 'The card offers no remedy now. Do what its Next line says.', 'messages');
  return at(4, 'Press the first button on the card, and say yes to its question.', 'messages');
}

function approveIt({ you, people }: Seen): TourStep {
  if (you.part === 'approver')
    return at(4, `You are ${you.realName}. Read the request, and press Approve.`, 'messages');
  return at(4, `A second person has to say yes. Be ${approverOf(people)}, then press Approve.`, 'people');
}

function approverOf(people: readonly PagePerson[]): string {
  return people.find(({ part }) => part === 'approver')?.realName ?? 'an approver';
}

function closeIt({ modals }: Seen, { id }: TourIncident): TourStep {
  if (modals.length > 0) return at(5, 'Say what you know, leave the rest empty, and send it off.', 'messages');
  return at(5, `It works again, and the bot has proved it. Press Resolve ${id} on the card.`, 'messages');
}

function readDocument({ id, resolved, document }: TourIncident): TourStep {
  if (!resolved) return at(5, `${id} is closed, without a document. That was the way.`, 'messages', 'finish');
  if (document === null) return at(5, 'The bot writes the document from what it recorded.', 'thread');
  return at(5, `Open the thread of the card and read ${document}. That was all.`, 'thread', 'finish');
}
