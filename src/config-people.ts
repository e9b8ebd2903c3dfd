import { z } from 'zod';
import { durationBetween } from './runbook/duration.js';
import { instead } from './text/nearest.js';

/** People under one name in config.yml. In Slack it is the members of the groups and the named users, in a terminal the named logins. */
export interface Party {
  readonly name: string;
  /** Slack user group ids: `S0ABC`. */
  readonly groups: readonly string[];
  /** Slack user ids: `U0ABC`. */
  readonly users: readonly string[];
  /** Login names on the bot's machine. */
  readonly terminal: readonly string[];
}

/** Who lets the bot act. */
export interface Approval {
  /** The party that may say yes. */
  readonly approvers: string;
  /** The party that may act without anybody's yes, loudly; null where nobody may. */
  readonly breakGlass: string | null;
  /** How long a request waits for its yes, ms. */
  readonly lapsesAfter: number;
}

/** `observe`: remedies are off, the bot only looks. */
export type Mode = 'act' | 'observe';

const partySchema = z
  .strictObject({
    group: z
      .string()
      .regex(/^S[A-Z0-9]{2,}$/, 'must be the id of a Slack user group: S and capitals or digits')
      .optional(),
    users: z
      .array(z.string().regex(/^[UW][A-Z0-9]+$/, 'must be the id of a Slack user: U and capitals or digits'))
      .default([]),
    terminal: z.array(z.string().regex(/^[^\s:]+$/, 'must be a login name, without spaces')).default([]),
  })
  .refine(
    ({ group, users, terminal }) => group !== undefined || users.length + terminal.length > 0,
    'names nobody; give it a group, users or terminal',
  );

/** The part of config.yml under `people:`. */
export const peopleSchema = z.record(
  z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and -'),
  partySchema,
);

/** The part under `approval:`, naming some of these parties. */
export function approvalSchema(parties: readonly string[]) {
  const party = z.string().refine((name) => parties.includes(name), {
    error: ({ input }) => `is no party under people${instead(String(input), parties, 'Known parties:')}`,
  });
  return z.strictObject({
    approvers: party,
    break_glass: party.optional(),
    lapses_after: durationBetween(1_000, 86_400_000, 'between 1s and 1d').default(600_000),
  });
}

/** The names under `people:` of a config.yml not yet checked. */
export function namedParties(file: unknown): readonly string[] {
  const named = z.object({ people: z.record(z.string(), z.unknown()) }).safeParse(file);
  return named.success ? Object.keys(named.data.people) : [];
}

/** Parties by name. */
export function partiesOf(people: z.infer<typeof peopleSchema>): Readonly<Record<string, Party>> {
  const named = Object.entries(people).map(([name, { group, users, terminal }]) => {
    const party: Party = { name, groups: group === undefined ? [] : [group], users, terminal };
    return [name, party] as const;
  });
  return Object.fromEntries(named);
}

/** Who lets the bot act; null where config.yml does not say. */
export function approvalOf(written: z.infer<ReturnType<typeof approvalSchema>> | undefined): Approval | null {
  if (written === undefined) return null;
  const { approvers, break_glass: breakGlass = null, lapses_after: lapsesAfter } = written;
  return { approvers, breakGlass, lapsesAfter };
}

/** Why no remedy is offered at all, one sentence without its full stop; null where they are. */
export function remediesOff(mode: Mode, approval: Approval | null): string | null {
  if (mode === 'observe') return 'the bot only observes here (mode: observe in config.yml)';
  return approval === null ? 'config.yml names nobody who may approve (approval)' : null;
}
