import type { Command } from '../incident/command.js';
import type { KeptFile } from '../incident/record.js';
import type { Effect } from '../incident/pending.js';
import { latestRun, type Incident } from '../incident/state.js';
import type { Mask } from '../text/mask.js';
import { askChecks, askCondition, sayingsInLine } from './asking.js';
import type { Accounts } from './accounts.js';
import type { Versions } from './batch.js';
import type { AskCheck } from './ports.js';
import type { MadeFile, Reporter } from './reporter.js';
import type { Store } from './store.js';

export interface WritingParts {
  readonly accounts: Accounts;
  readonly reporter: Reporter;
  readonly ask: AskCheck;
  readonly store: Pick<Store, 'keep' | 'head'>;
  readonly mask: Mask;
  readonly post: (command: Command) => void;
  readonly signal: AbortSignal;
}

/** Writes down an incident that was resolved: summary, document and pictures, and the head of its log as it was then. */
export async function report(parts: WritingParts, incident: string, number: number): Promise<void> {
  const { accounts, reporter, store, post, signal } = parts;
  // The head first: what is posted must prove nothing that the report does not tell.
  const head = await store.head(incident);
  const account = await accounts.of(incident);
  if (account === null || head === null) return;
  const upTo = { ...account, head, events: account.events.filter(({ seq }) => seq <= head.seq) };
  const written = await reporter.write(upTo);
  const [document, ...pictures] = await Promise.all(
    [written.document, ...written.pictures].map(async (file) => (file === null ? null : keep(parts, file))),
  );
  if (signal.aborted) return;
  post({
    do: 'reported',
    samples: account.samples,
    report: {
      ...{ report: number, upTo: head.seq, head: head.hash, summary: written.summary, trouble: written.trouble },
      ...{ document: document ?? null, pictures: pictures.filter((one) => one !== null), names: account.names },
    },
  });
}

/** Writes what helps with a task after an incident. */
export async function draft(
  parts: WritingParts,
  incident: string,
  { task }: Extract<Effect, { effect: 'draft' }>,
): Promise<void> {
  const account = await parts.accounts.of(incident);
  if (account === null) return;
  const { says, file } = await parts.reporter.draft(account, task);
  const kept = file === null ? null : await keep(parts, file);
  if (!parts.signal.aborted) parts.post({ do: 'drafted', task, says, file: kept });
}

/** Looks whether the data is right, as the newest run's runbook says. */
export async function checkData(
  { ask, post, signal }: WritingParts,
  state: Incident,
  versions: Versions,
): Promise<void> {
  const runbook = versions.get(latestRun(state)?.hash ?? '') ?? null;
  if (runbook?.integrity == null) {
    const why = runbook === null ? 'the runbook cannot be read any more' : 'the runbook has no checks of the data';
    const says = [`${why}; look by hand`];
    post({ do: 'data_checked', holds: 'unknown', says });
    return;
  }
  const { that, show } = runbook.integrity;
  const shown = await askChecks(ask, runbook, show, signal);
  const { answer } = await askCondition(ask, runbook, that, signal, shown);
  if (signal.aborted) return;
  post({ do: 'data_checked', holds: answer === 'pending' ? 'unknown' : answer, says: sayingsInLine(runbook, shown) });
}

async function keep({ store, mask }: WritingParts, { name, title, body, alt }: MadeFile): Promise<KeptFile> {
  const encoding = typeof body === 'string' ? 'utf8' : 'base64';
  const hash = await store.keep(typeof body === 'string' ? mask(body) : Buffer.from(body).toString('base64'));
  return { name, title, hash, encoding, alt };
}
