import type { Interactive } from '../blocks/elements.js';
import { interactives } from '../blocks/walk.js';
import type { Block } from '../blocks/schema.js';
import type { Modal } from '../modals.js';
import type { Message, Person } from '../model.js';
import type { Reading } from '../reading.js';
import { placeOf } from './page-message.js';

/** What was pressed, as it stood on the screen of who pressed it. */
export interface Pressed {
  readonly target: Message | Modal;
  readonly element: Interactive;
  readonly stale: boolean;
}

interface Where {
  /** A message's key, or a modal's id. */
  readonly key: string;
  readonly blockId: string;
  readonly actionId: string;
}

/**
 * Finds what somebody has pressed. A message may have changed or gone since it was drawn: then it is what an earlier version
 * had, as from a client that has not noticed. Null where they never saw such a thing.
 */
export function findPressed(where: Where, person: Person, reading: Reading): Pressed | null {
  const modal = reading.modalsOf(person.id).find(({ id }) => id === where.key);
  if (modal !== undefined) return pressedIn(modal, modal.view.blocks, where, false);
  const message = messageSeen(where.key, person, reading);
  if (message === null) return null;
  const standing = message.deletedAt === undefined ? pressedIn(message, message.blocks, where, false) : null;
  return standing ?? pressedBefore(message, where);
}

/** A message that somebody can see, or could before it was deleted. */
export function messageSeen(key: string, person: Person, reading: Reading): Message | null {
  const { channel, ts } = placeOf(key);
  const message = reading.message(channel, ts);
  const isIn = reading.channelsOf(person.id).some(({ id }) => id === channel);
  if (message === undefined || !isIn) return null;
  return message.onlyFor === undefined || message.onlyFor === person.id ? message : null;
}

function pressedBefore(message: Message, where: Where): Pressed | null {
  for (const { blocks } of [...message.versions].reverse()) {
    const pressed = pressedIn({ ...message, blocks }, blocks, where, true);
    if (pressed !== null) return pressed;
  }
  return null;
}

function pressedIn(
  target: Message | Modal,
  blocks: readonly Block[],
  { blockId, actionId }: Where,
  stale: boolean,
): Pressed | null {
  const placed = interactives(blocks).find((one) => one.blockId === blockId && one.element.action_id === actionId);
  return placed === undefined ? null : { target, element: placed.element, stale };
}
