import { accessSync, constants, statSync } from 'node:fs';
import { RE2JS } from 're2js';
import { z } from 'zod';
import { durationBetween } from './runbook/duration.js';
import { instead } from './text/nearest.js';

/** How incidents are run and remembered here. */
export interface IncidentsConfig {
  /** The party that is nudged while nobody acknowledges; null for nobody. */
  readonly onCall: string | null;
  /** Whether each incident gets a channel of its own. */
  readonly ownChannels: boolean;
  /** Slack channels that get the summary of every incident that was resolved. */
  readonly summaryChannels: readonly string[];
  /** The Slack channel in which alerts open incidents; null: they have none until somebody asks in one. */
  readonly alertsChannel: string | null;
}

const channel = z.string().regex(/^[CG][A-Z0-9]+$/, 'must be the id of a Slack channel: C and capitals or digits');
const DAY_MS = 86_400_000;

/** The part of config.yml under `incidents:`. */
export function incidentsSchema(parties: readonly string[]) {
  const party = z.string().refine((name) => parties.includes(name), {
    error: ({ input }) => `is no party under people${instead(String(input), parties, 'Known parties:')}`,
  });
  return z.strictObject({
    on_call: party.optional(),
    own_channels: z.boolean().default(false),
    summary_channels: z
      .array(channel)
      .transform((channels) => [...new Set(channels)])
      .default([]),
    alerts_channel: channel.optional(),
  });
}

/** The same as the bot uses it. */
export function incidentsOf(written: z.infer<ReturnType<typeof incidentsSchema>>): IncidentsConfig {
  return {
    onCall: written.on_call ?? null,
    ownChannels: written.own_channels,
    summaryChannels: written.summary_channels,
    alertsChannel: written.alerts_channel ?? null,
  };
}

/** The part under `report:`; a relative path begins in the working directory, as those of CONFIG and RUNBOOKS do. */
export const reportSchema = z.strictObject({
  template: z
    .string()
    .min(1)
    .refine(isReadable, { error: ({ input }) => `there is no file ${String(input)} that the bot may read` })
    .nullable()
    .default(null),
});

/** The part under `retention:`; without `detail` everything is kept for good. */
export const retentionSchema = z.strictObject({
  detail: durationBetween(DAY_MS, 3_650 * DAY_MS, 'between 1d and 3650d').optional(),
});

/** The part under `secrets:`; each pattern is one of RE2. */
export const secretsSchema = z.strictObject({
  patterns: z
    .array(
      z.string().superRefine((pattern, context) => {
        const problem = patternProblem(pattern);
        if (problem !== null) context.addIssue({ code: 'custom', message: problem });
      }),
    )
    .default([]),
});

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** A pattern that finds something in an empty text would mask everything. */
function patternProblem(pattern: string): string | null {
  try {
    return RE2JS.compile(pattern).matcher('').find() ? `${pattern} also matches where nothing stands` : null;
  } catch (error) {
    const why = error instanceof Error ? `: ${error.message}` : '';
    return `${pattern} is no RE2 pattern (no look-around, no back-references)${why}`;
  }
}
