import { createHash } from 'node:crypto';
import type { ChainVerdict } from '../engine/store.js';

/** One row of the log as it is hashed. `at` is ISO 8601 as `Date.toISOString` writes it. */
export interface Link {
  readonly incident: string;
  readonly seq: number;
  readonly type: string;
  readonly version: number;
  readonly at: string;
  readonly actor: string;
  /** SHA-256 of the payload's canonical JSON. */
  readonly payloadHash: string;
  /** Hash of the event before; `''` for the first. */
  readonly prevHash: string;
}

/** A row of the log as it was read. `payload` is null once pruned. */
export interface StoredLink extends Link {
  readonly hash: string;
  readonly payload: string | null;
}

/** SHA-256 of a text's UTF-8, in lower-case hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** What a row's `hash` must be. A JSON array keeps the fields apart, whatever is in them. */
export function linkHash(link: Link): string {
  const { prevHash, incident, seq, type, version, at, actor, payloadHash } = link;
  return sha256(JSON.stringify([prevHash, incident, seq, type, version, at, actor, payloadHash]));
}

/** Checks one incident's rows, first to last: none missing, none changed. Names the first row that is wrong. */
export function verifyChain(links: readonly StoredLink[]): ChainVerdict {
  let head = '';
  for (const [index, link] of links.entries()) {
    const why = fault(link, index + 1, head);
    if (why !== null) return { intact: false, seq: index + 1, why };
    head = link.hash;
  }
  return { intact: true, events: links.length, pruned: links.filter((link) => link.payload === null).length, head };
}

function fault(link: StoredLink, seq: number, prevHash: string): string | null {
  if (link.seq !== seq) return `event ${seq} is missing`;
  if (link.prevHash !== prevHash) return `event ${seq} does not follow the event before it`;
  if (link.payload !== null && sha256(link.payload) !== link.payloadHash)
    return `the payload of event ${seq} was changed`;
  if (linkHash(link) !== link.hash) return `event ${seq} was changed`;
  return null;
}
