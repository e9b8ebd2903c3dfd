import type { LogRow } from '../engine/store.js';
import { canonicalJson } from '../text/canonical-json.js';

/**
 * Rows of the log as JSON lines with everything their hashes are made of, so that SHA-256 alone proves them unbroken
 * (docs/record.md). `payload` is the text that was hashed; null where it was pruned, and in private notes unless `private`.
 */
export function exportOf(rows: readonly LogRow[], { private: all }: { readonly private: boolean }): string {
  return rows.map((row) => `${JSON.stringify(line(row, all))}\n`).join('');
}

function line(row: LogRow, all: boolean): object {
  const { incident, seq, type, version, at, actor, payload, pruned, payloadHash, prevHash, hash } = row;
  const hidden = isPrivate(row);
  return {
    ...{ incident, seq, type, version, at, actor },
    payload: pruned || (hidden && !all) ? null : canonicalJson(payload),
    ...{ payloadHash, prevHash, hash },
    ...(pruned ? { pruned: true } : {}),
    ...(hidden ? { private: true } : {}),
  };
}

function isPrivate({ type, payload }: LogRow): boolean {
  return type === 'note.added' && 'private' in payload && payload.private !== false;
}
