import type { Text } from '../text/text.js';
import type { Actor } from './actor.js';

/** A message of Slack that stands in the timeline, as it was when it was marked. */
export interface Source {
  readonly channel: string;
  readonly ts: string;
  readonly author: Actor;
  /** ISO 8601: when it was written. */
  readonly at: string;
  readonly link: string | null;
}

/** Something that people left to do after an incident. */
export interface FollowUp {
  readonly what: string;
  /** As they wrote it: a name, a team. */
  readonly owner: string | null;
  /** ISO date. */
  readonly due: string | null;
}

/** What only people know, as they told it when they resolved. Empty where nobody told. */
export interface Told {
  readonly impact: string;
  /** The root cause in their words, where they chose or wrote one. */
  readonly cause: string;
  readonly followUps: readonly FollowUp[];
}

/** What a line of the summary speaks of, in the order in which they stand. */
export const SUMMARY_PARTS = ['happened', 'impact', 'times', 'cause', 'remedies', 'remains'] as const;

/** A sentence of the summary, with the events it was made from. */
export interface SummaryLine {
  readonly part: (typeof SUMMARY_PARTS)[number];
  readonly says: Text;
  /** Sequence numbers in the incident's log; never empty. */
  readonly from: readonly number[];
}

/** A text or a picture that was kept, to be attached. */
export interface KeptFile {
  /** A file name, unique within its incident. */
  readonly name: string;
  readonly title: string;
  /** SHA-256 of the text as the store keeps it; of a picture, its bytes in base64. */
  readonly hash: string;
  readonly encoding: 'utf8' | 'base64';
  /** What a picture shows, in words; null for a text. */
  readonly alt: string | null;
}

/** What was written when an incident was resolved. */
export interface Report {
  /** 1, 2, … : one each time it was resolved. */
  readonly report: number;
  /** The newest event it tells of, and that event's hash: what is posted proves the log up to there. */
  readonly upTo: number;
  readonly head: string;
  readonly summary: readonly SummaryLine[];
  readonly document: KeptFile | null;
  readonly pictures: readonly KeptFile[];
  /** What went wrong while it was written, in a sentence for its readers; null for nothing. */
  readonly trouble: string | null;
  /** The names of those it speaks of, as Slack knew them. */
  readonly names: Readonly<Record<Actor, string>>;
  readonly at: string;
}

/** What a container used at one moment. */
export interface Sample {
  readonly at: string;
  /** Bytes, without page cache. */
  readonly memory: number;
  /** Bytes. */
  readonly limit: number;
  /** Percent of one core; null where nobody knows. */
  readonly cpu: number | null;
}

/** What is to be done after an incident, beside the follow-ups that people named (`follow_up_1`, …). */
export const TASKS = ['data', 'monitoring', 'post_mortem', 'runbook'] as const;
export type Task = (typeof TASKS)[number];

/** Tasks for which the bot writes something. */
export type Drafted = Extract<Task, 'post_mortem' | 'runbook'>;
export const DRAFTED = ['post_mortem', 'runbook'] as const satisfies readonly Drafted[];

/** A draft as it was written: what to do with it, and the file. */
export interface Draft {
  readonly says: Text;
  /** Null where there was nothing to write. */
  readonly file: KeptFile | null;
  readonly at: string;
}

/** Whether the data is right, as the runbook's checks see it. */
export interface DataCheck {
  readonly askedBy: Actor;
  readonly askedAt: string;
  /** Null while it is looked at. */
  readonly checked: { readonly holds: 'yes' | 'no' | 'unknown'; readonly says: Text; readonly at: string } | null;
}
