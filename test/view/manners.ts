import { expect } from '@jest/globals';
import { standingOf } from '../../src/incident/standing.js';
import type { Incident } from '../../src/incident/state.js';
import { card } from '../../src/view/card.js';
import type { Action, Block, Button, Message } from '../../src/view/message.js';
import { inWords, words } from './words.js';

const PICTURE = /\p{Extended_Pictographic}/u;

/** Everything in a message that can be pressed, menus included. */
export function buttonsOf(blocks: readonly Block[]): Button[] {
  return blocks.flatMap((block) =>
    block.kind === 'buttons' ? block.buttons : block.kind === 'section' ? (block.menu ?? []) : [],
  );
}

/** What no single tap does. Denying and breaking the glass ask for a reason instead. */
const CONFIRMED: readonly Action[] = ['request_remedy', 'approve_remedy', 'say_happened', 'say_not_happened'];
/** Backticks around code are the test's own. */
const PARTS = 4;

/** Twelve lines are the aim, which one cause meets; two causes in a drill need five more. */
export const TALLEST = 17;
const WIDTHS: Readonly<Record<string, number>> = { H: 28, C: 48 };

/** Lines a card takes on a phone, by how many characters of each kind of block stand beside each other there. */
export function phoneLines({ blocks }: Message): number {
  const lines = inWords({ blocks, plain: [] })
    .split('\n')
    .filter((line) => /^[HSAC ]/.test(line));
  let width = 40;
  return lines.reduce((sum, line) => {
    if (!line.startsWith(' ')) width = WIDTHS[line.charAt(0)] ?? 40;
    return sum + Math.max(1, Math.ceil((line.length - 2) / width));
  }, 0);
}

/** What a machine can check of how a message must read. */
export function expectManners({ blocks, plain }: Message): void {
  const spoken = words(plain).replace(/[<>]/g, '');
  expect(spoken.length).toBeLessThanOrEqual(150);
  expect(spoken).not.toMatch(PICTURE);
  expect(spoken).not.toMatch(/[*\n]/);
  expect(inWords({ blocks, plain })).not.toMatch(/\bago\b|undefined|null|\[object/);
  const buttons = buttonsOf(blocks);
  expect(buttons.filter(({ primary }) => primary).length).toBeLessThan(2);
  for (const { action, label, spoken: said, confirm } of buttons) {
    expect(label.length).toBeLessThanOrEqual(22);
    expect(said.length).toBeLessThanOrEqual(75);
    expect(said.split(' ')[0]).toBe(label.split(' ')[0]);
    expect(confirm !== undefined).toBe(CONFIRMED.includes(action));
    if (confirm === undefined) continue;
    expect(confirm.title.length).toBeLessThanOrEqual(100);
    expect(confirm.title).toMatch(/[?]$/);
    expect(words(confirm.says).length).toBeLessThanOrEqual(300 + 2 * PARTS);
    expect(Math.max(confirm.yes.length, confirm.no.length)).toBeLessThanOrEqual(30);
  }
}

/** The same for a card. */
export function expectCardManners(incident: Incident): void {
  const { blocks, plain } = card(incident);
  expectManners({ blocks, plain });
  const [header, next] = blocks;
  const title = header?.kind === 'header' ? header.title : '';
  const [picture = '', ...rest] = title.split(' ');
  expect(picture).toMatch(PICTURE);
  expect(rest.join(' ').length).toBeLessThanOrEqual(40);
  expect(rest.join(' ')).not.toMatch(PICTURE);
  expect(rest.join(' ')).toMatch(/^(Drill, )?api/);
  expect(next?.kind === 'section' ? next.says[0] : null).toEqual({ bold: 'Next:' });
  expect(blocks.every(({ kind }) => ['header', 'section', 'buttons', 'context'].includes(kind))).toBe(true);
  expect(words(plain)).toContain(incident.id);
  const row = buttonsOf(blocks.filter(({ kind }) => kind === 'buttons')).map(({ action }) => action);
  expect(row.filter((action) => action !== 'acknowledge').length).toBeLessThanOrEqual(2);
  if (incident.closed !== null) expect(row).toEqual([]);
  for (const block of blocks) if (block.kind === 'section') expect((block.menu ?? []).length).toBeLessThanOrEqual(5);
  expect(row.includes('acknowledge')).toBe(incident.acknowledged === null && incident.closed === null);
  if (incident.drill) expect(words(plain)).toMatch(/^Drill, nobody is paged\./);
  const standing = standingOf(incident);
  if (standing.as !== 'verdict') return;
  const { verdict } = standing;
  const body = inWords({ blocks, plain });
  expect(body).toContain('Unknown:');
  for (const { reason } of verdict.unknown.slice(0, 3)) expect(body).toContain(reason);
  if (verdict.unknown.length === 0) expect(body).toContain('Unknown: nothing');
}
