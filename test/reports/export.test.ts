import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { LogRow } from '../../src/engine/store.js';
import { EVENT_VERSIONS } from '../../src/incident/events.js';
import { exportOf } from '../../src/reports/export.js';
import { linkHash, sha256 } from '../../src/store/chain.js';
import { canonicalJson } from '../../src/text/canonical-json.js';
import { wholeStory } from './story.js';

/** The rows of a story as the store keeps them. */
function rowsOf({ events, id }: ReturnType<typeof wholeStory>): LogRow[] {
  let prevHash = '';
  return events.map(({ type, at, actor, payload }, index) => {
    const payloadHash = sha256(canonicalJson(payload));
    const link = {
      incident: id,
      seq: index + 1,
      type,
      version: EVENT_VERSIONS[type],
      at,
      actor,
      payloadHash,
      prevHash,
    };
    prevHash = linkHash(link);
    return { ...link, payload, pruned: false, hash: prevHash };
  });
}

const line = z.strictObject({
  ...{
    incident: z.string(),
    seq: z.number(),
    type: z.string(),
    version: z.number(),
    at: z.string(),
    actor: z.string(),
  },
  ...{ payload: z.string().nullable(), payloadHash: z.string(), prevHash: z.string(), hash: z.string() },
  ...{ pruned: z.literal(true).optional(), private: z.literal(true).optional() },
});

/** What an outsider does who has the export, docs/record.md and SHA-256: the head, or the number of the first wrong row. */
function headOf(exported: string): string | number {
  const hashOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
  let head = '';
  for (const [index, written] of exported.trimEnd().split('\n').entries()) {
    const row = line.parse(JSON.parse(written));
    const { incident, seq, type, version, at, actor, payload, payloadHash, prevHash, hash } = row;
    const fields = [prevHash, incident, seq, type, version, at, actor, payloadHash];
    const ok =
      seq === index + 1 &&
      prevHash === head &&
      (payload === null || hashOf(payload) === payloadHash) &&
      hashOf(JSON.stringify(fields)) === hash;
    if (!ok) return index + 1;
    head = hash;
  }
  return head;
}

describe('an export', () => {
  const rows = rowsOf(wholeStory());
  const head = rows.at(-1)?.hash ?? '';
  const open = exportOf(rows, { private: false });
  const all = exportOf(rows, { private: true });

  test('has every row, and an outsider can prove the chain from it alone', () => {
    expect(open.trimEnd().split('\n')).toHaveLength(rows.length);
    expect(headOf(open)).toBe(head);
    expect(headOf(all)).toBe(head);
  });

  test('has private notes only when asked for; without them the chain still holds, and it says which they are', () => {
    expect(open).not.toContain('Evil Corp');
    expect(all).toContain('Evil Corp');
    const hidden = open.split('\n').filter((written) => written.includes('"private":true'));
    expect(hidden).toHaveLength(1);
    expect(hidden[0]).toContain('"payload":null');
  });

  test('shows which row was changed, left out or put elsewhere', () => {
    const changed = open.replace('memory limit raised to 4 GiB', 'memory limit raised to 5 GiB');
    expect(headOf(changed)).toBe(rows.find(({ type }) => type === 'incident.closed')?.seq);
    const written = open.trimEnd().split('\n');
    expect(headOf(written.filter((_, at) => at !== 4).join('\n'))).toBe(5);
    expect(headOf([...written.slice(0, 2), written[3], written[2], ...written.slice(4)].join('\n'))).toBe(3);
    expect(
      headOf(written.map((one) => one.replace('"actor":"slack:USAM"', '"actor":"slack:UADA"')).join('\n')),
    ).not.toBe(head);
  });

  test('says of a pruned row that its payload is gone', () => {
    const pruned = rows.map((row) => (row.type === 'check.answered' ? { ...row, payload: {}, pruned: true } : row));
    const exported = exportOf(pruned, { private: true });
    expect(headOf(exported)).toBe(head);
    expect(exported.match(/"pruned":true/g)).toHaveLength(3);
  });
});
