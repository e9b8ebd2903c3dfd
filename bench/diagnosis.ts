import { waitFor } from '../demo/wait.js';
import type { Message } from '../playground/model.js';
import type { Workspace } from '../playground/workspace.js';

const CHANNEL = '#inc-api';
const PERSON = 'ada';
/** How long one step may take before the measurement is given up, ms. */
const STEP_MS = 30_000;
/** The bot makes at most 50 edits a minute; at this many the next diagnosis waits, so that the budget is not what is measured. */
const EDITS_MOST = 45;

/** One diagnosis as the workspace saw it, in ms since the command was sent. */
export interface Timing {
  readonly incident: string;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  readonly acknowledged: number;
  readonly firstMessage: number;
  readonly verdict: number;
}

/** Opens incidents one after the other, waits for each verdict, which has to be `expected`, and closes it again. */
export async function diagnoseTimes(
  workspace: Workspace,
  times: number,
  expected: string,
  runbook = 'api-down',
): Promise<Timing[]> {
  const timings: Timing[] = [];
  while (timings.length < times) {
    await editsFree(workspace);
    timings.push(await diagnoseOnce(workspace, expected, runbook));
  }
  return timings;
}

async function diagnoseOnce(workspace: Workspace, expected: string, runbook: string): Promise<Timing> {
  const before = messages(workspace).length;
  const sentAt = Date.now();
  const from = performance.now();
  const since = (): number => performance.now() - from;
  const acknowledging = workspace
    .person(PERSON)
    .command(CHANNEL, `/incident ${runbook}`)
    .then((delivery) => ({ ...delivery, after: since() }));
  const card = await workspace.waitFor(() => messages(workspace)[before], { timeout: STEP_MS, what: 'the card' });
  const firstMessage = since();
  const says = await workspace.waitFor(() => verdictOn(workspace, card), { timeout: STEP_MS, what: 'the verdict' });
  const verdict = since();
  if (!says.includes(expected)) throw new Error(`The verdict was "${says}", not "${expected}".`);
  const { acknowledged, after } = await acknowledging;
  if (!acknowledged) throw new Error('The command was not acknowledged.');
  await close(workspace, card);
  return { incident: nameOn(card), sentAt, acknowledged: after, firstMessage, verdict };
}

/** Waits for the rest of the evidence, then closes the incident: the service may have one open incident only. */
async function close(workspace: Workspace, card: Message): Promise<void> {
  const thread = (): boolean => workspace.channel(CHANNEL).thread(card.ts).length > 0;
  await workspace.waitFor(thread, { timeout: STEP_MS, what: 'the evidence' });
  await workspace.person(PERSON).command(CHANNEL, '/incident cancel measured');
  const closed = (): boolean => headerOf(workspace.current(card)).includes('cancelled');
  await workspace.waitFor(closed, { timeout: STEP_MS, what: 'the end of the incident' });
}

/** Waits until the bot has made fewer edits than `most` within a minute. */
export async function editsFree(workspace: Workspace, most = EDITS_MOST): Promise<void> {
  await waitFor('the budget of edits', 90_000, () => {
    const recent = workspace.calls('chat.update').filter(({ at }) => at > Date.now() - 60_000);
    return recent.length < most ? true : undefined;
  });
}

function messages(workspace: Workspace): Message[] {
  return workspace.channel(CHANNEL).messages();
}

function verdictOn(workspace: Workspace, card: Message): string | undefined {
  const header = headerOf(workspace.current(card));
  return header.includes('diagnosing') ? undefined : header;
}

function headerOf({ blocks }: Message): string {
  return blocks.flatMap((block) => (block.type === 'header' ? [block.text.text] : [])).join('');
}

function nameOn({ blocks }: Message): string {
  return /INC-\d+/.exec(JSON.stringify(blocks))?.[0] ?? '';
}
