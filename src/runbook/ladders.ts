/** What must be known of remedies to follow a ladder: each one's next rung. Written and read remedies are alike in it. */
type Rungs = Readonly<Record<string, { readonly then?: string | null | undefined }>>;

/** What outcomes and causes have in common here. */
interface Offering {
  readonly remedies: readonly string[];
}

/** These remedies and every rung after them, each once. A name that leads nowhere is kept. */
export function ladders(first: Iterable<string>, remedies: Rungs): ReadonlySet<string> {
  const found = new Set(first);
  for (const id of found) {
    const next = nextRung(id, remedies);
    if (next !== null) found.add(next);
  }
  return found;
}

/** The remedy that is tried when this one did not help; null where there is none. */
export function nextRung(id: string, remedies: Rungs): string | null {
  return (Object.hasOwn(remedies, id) ? remedies[id]?.then : null) ?? null;
}

/** What an incident may come to offer: named by an outcome or a cause, or the next rung of what is. */
export function offerableIn(runbook: {
  readonly outcomes: Readonly<Record<string, Offering>>;
  readonly causes: readonly Offering[];
  readonly remedies: Rungs;
}): ReadonlySet<string> {
  const named = [...Object.values(runbook.outcomes), ...runbook.causes].flatMap(({ remedies }) => remedies);
  return ladders(named, runbook.remedies);
}
