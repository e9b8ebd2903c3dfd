import type { Event } from '../incident/events.js';
import type { Drafted, Sample, SummaryLine } from '../incident/record.js';
import type { Runbook } from '../runbook/runbook.js';
import type { Text } from '../text/text.js';

/** An event with its place in the log. */
export interface Recorded {
  readonly seq: number;
  readonly event: Event;
}

/** An incident as it is written down: everything that happened, and what surrounds it. */
export interface Account {
  readonly incident: string;
  /** Oldest first; what was pruned is left out. */
  readonly events: readonly Recorded[];
  /** The runbooks of its runs by hash; null for a version that cannot be read any more. */
  readonly runbooks: ReadonlyMap<string, Runbook | null>;
  /** What its container used meanwhile, oldest first. */
  readonly samples: readonly Sample[];
  /** Names by actor (`slack:U123`), as far as anybody knows them. */
  readonly names: Readonly<Record<string, string>>;
  readonly now: Date;
  /** The newest event in the log and its hash, where it is known: what is written proves the log up to there. */
  readonly head?: { readonly seq: number; readonly hash: string };
}

/** A file as it was made, before it is kept. */
export interface MadeFile {
  /** A file name, unique within its incident. */
  readonly name: string;
  readonly title: string;
  /** Text, or a picture's bytes. */
  readonly body: string | Uint8Array;
  /** What a picture shows, in words; null for a text. */
  readonly alt: string | null;
}

/** What is written when an incident was resolved. */
export interface Written {
  readonly summary: readonly SummaryLine[];
  readonly document: MadeFile | null;
  readonly pictures: readonly MadeFile[];
  /** What went wrong meanwhile, a sentence for readers (a template with a mistake in line 12); null for nothing. */
  readonly trouble: string | null;
}

/** Writes things down about an incident. Implemented by src/reports. */
export interface Reporter {
  /** Summary, document and pictures. Rejects for nothing but a bug. */
  write(account: Account): Promise<Written>;
  /** What helps with a task after the incident; file null where there is nothing to write. */
  draft(account: Account, task: Drafted): Promise<{ readonly says: Text; readonly file: MadeFile | null }>;
}

/** What the reporter needs from outside. */
export interface Sources {
  /** What the container of a service used between two moments, as far as it was seen; at most 240 samples, oldest first. Never rejects. */
  usage(service: string, from: Date, to: Date): Promise<readonly Sample[]>;
  /** Names of people, as far as they can be told within a second or two. Never rejects. */
  names(actors: readonly string[]): Promise<Readonly<Record<string, string>>>;
}
