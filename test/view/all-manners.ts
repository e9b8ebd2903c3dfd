import { expect } from '@jest/globals';
import type { Incident } from '../../src/incident/state.js';
import type { Action, Message } from '../../src/view/message.js';
import { wanted, type Wanted } from '../../src/view/wanted.js';
import { buttonsOf, expectCardManners, expectManners } from './manners.js';
import { words } from './words.js';

/** Whose messages mention somebody: those who must act. */
const CALLING = /^(request|glass|decision|unknown|result|watch|relapse|escalated|update|handover|reopened)-|^nudge$/;
/** What may be pressed beside the card, in the channel and in its thread. */
const PRESSABLE: Readonly<Record<'channel' | 'thread', readonly Action[]>> = {
  channel: ['approve_remedy', 'deny_remedy', 'take_command'],
  thread: ['snooze_update', 'check_data', 'tick_task', 'untick_task', 'draft_task'],
};

/** What a machine can check of how all messages of an incident must read, and of what may be pressed where. */
export function expectAllManners(incident: Incident): void {
  const all = wanted(incident);
  expect(new Set(all.map(({ slot }) => slot)).size).toBe(all.length);
  expectCardManners(incident);
  for (const one of all) expectMannersOf(one, one.slot === 'card' && incident.acknowledged === null);
  const offered = buttonsOf(all[0]?.message.blocks ?? []).filter(({ action }) => action === 'request_remedy');
  expect(offered.length).toBeLessThanOrEqual(2);
}

/** `calls`: the card wakes whoever is on call. */
function expectMannersOf({ slot, under, message }: Wanted, calls: boolean): void {
  expectManners(message);
  expect(words(message.plain)).toContain('INC-12');
  const kinds = message.blocks.map(({ kind }) => kind);
  expect(kinds[0] === 'header').toBe(under === null);
  const [header] = message.blocks;
  if (header?.kind === 'header') expect(header.title.replace(/^\S+ /, '').length).toBeLessThanOrEqual(40);
  if (under === null)
    expect(kinds.every((kind) => ['header', 'section', 'buttons', 'context'].includes(kind))).toBe(true);
  expect(mentions(message)).toBeLessThanOrEqual(CALLING.test(slot) || calls ? 1 : 0);
  if (slot === 'card') return;
  const actions = buttonsOf(message.blocks).map(({ action }) => action);
  const pressable = PRESSABLE[under === null ? 'channel' : 'thread'];
  expect(actions.filter((action) => !pressable.includes(action))).toEqual([]);
}

/** How often a message notifies somebody. */
export function mentions({ blocks, plain }: Message): number {
  const texts = [plain, ...blocks.flatMap((block) => ('says' in block ? [block.says] : []))];
  return texts.flat().filter((part) => typeof part === 'object' && 'mention' in part).length;
}
