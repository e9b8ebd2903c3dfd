import type { Workspace } from '../playground/workspace.js';
import { headerExpectedOf } from './expected.js';
import type { Fault } from './faults/fault.js';

const CHANNEL = '#inc-api';
const PERSON = 'ada';
/** How long the verdict may take before the demo calls it wrong, ms. */
const VERDICT_MS = 20_000;
/** How long it waits for buttons, ms. */
const OFFERS_MS = 3_000;

/** What the show needs. */
export interface Stage {
  readonly workspace: Workspace;
  /** Breaks the stack and resolves once that shows. */
  readonly breakIt: (fault: Fault) => Promise<void>;
  readonly write: (text: string) => void;
}

/** Breaks the stack, asks the bot, and waits for its verdict; true when it is the right one. */
export async function show({ workspace, breakIt, write }: Stage, fault: Fault): Promise<boolean> {
  const expected = headerExpectedOf(fault.name);
  await breakIt(fault);
  write(`\n${PERSON} types in ${CHANNEL}: /incident api-down\n`);
  const from = performance.now();
  await workspace.person(PERSON).command(CHANNEL, '/incident api-down');
  const verdict = await workspace.waitFor(() => verdictIn(workspace), { timeout: VERDICT_MS, what: 'the verdict' });
  const took = Math.round(performance.now() - from);
  await workspace.waitFor(() => lastThread(workspace).length > 0, { what: 'the evidence' });
  // What is offered comes a moment after the verdict, and not everything has a remedy.
  await workspace.waitFor(() => hasButtons(workspace), { timeout: OFFERS_MS, what: 'offers' }).catch(() => undefined);
  const right = verdict.includes(expected);
  write(
    `\nVerdict after ${took} ms: ${verdict}. ${right ? 'That is right.' : `That is wrong; it should say: ${expected}.`}\n`,
  );
  return right;
}

function lastCard(workspace: Workspace) {
  return workspace.channel(CHANNEL).messages().at(-1);
}

function hasButtons(workspace: Workspace): boolean {
  return lastCard(workspace)?.blocks.some(({ type }) => type === 'actions') === true;
}

function lastThread(workspace: Workspace) {
  return workspace.channel(CHANNEL).thread(lastCard(workspace)?.ts ?? '');
}

/** The card's header once it says more than that the bot is at it. */
function verdictIn(workspace: Workspace): string | undefined {
  const header = lastCard(workspace)?.blocks.find((block) => block.type === 'header') as
    { text?: { text?: string } } | undefined;
  const says = header?.text?.text;
  return says === undefined || says.includes('diagnosing') ? undefined : says;
}
