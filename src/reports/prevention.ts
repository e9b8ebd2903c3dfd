import type { Account } from '../engine/reporter.js';
import type { Facts } from './facts.js';
import { inert } from './markdown.js';

/** What the authors of the runbook and of its causes suggest for afterwards; nothing where its text cannot be read any more. */
export function preventionPart({ runbooks }: Account, { incident, diagnosis }: Facts): object[] {
  const run = incident.runs.find((one) => one.run === diagnosis?.run);
  const runbook = runbooks.get(run?.hash ?? '') ?? null;
  if (runbook === null) return [];
  const causes = (diagnosis?.verdict.named ?? []).flatMap(({ id, title }) => {
    const measures = runbook.causes.find((one) => one.id === id)?.followUps ?? [];
    return measures.length === 0 ? [] : [{ when: `After ${title}`, measures }];
  });
  return [...causes, ...runbook.prevention].map(({ when, measures }) => ({
    when: inert(when),
    measures: measures.map(inert),
  }));
}
