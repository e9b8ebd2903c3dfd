import { instead } from '../text/nearest.js';
import { ladders, nextRung, offerableIn } from './ladders.js';
import type { Path } from './problems.js';
import type { Remedy, Runbook } from './runbook.js';
import type { RunbookSource } from './schema.js';

/** What the linter looks at where remedies are concerned, and somebody to complain to. */
export interface RemedySubject {
  readonly written: RunbookSource;
  /** Those that could be read. */
  readonly remedies: Readonly<Record<string, Remedy>>;
  /** Checks by which it is seen whether the data is right. */
  readonly integrity: Runbook['integrity'];
  /** False for what stands in a shared file. */
  readonly isOwn: (path: Path) => boolean;
  readonly wrong: (path: Path, message: string) => void;
}

/** Rules for remedies beyond the schema: one that breaks them would never be offered, never end, or prove nothing. */
export function lintRemedies(subject: RemedySubject): void {
  const rules = [
    ...[namesRule, falseAlarmRule, offeredRule, circleRule, verificationRule],
    ...[shownRule, unusedCheckRule],
  ];
  for (const rule of rules) rule(subject);
}

/** A place that names a remedy. */
interface Naming {
  readonly path: Path;
  readonly id: string;
}

/** The lists of remedies of all outcomes and causes. */
function listsIn({ outcomes, causes }: RunbookSource): Naming[][] {
  const listed = (place: string, all: Readonly<Record<string, { readonly remedies: readonly string[] }>>) =>
    Object.entries(all).map(([of, { remedies }]) =>
      remedies.map((id, index) => ({ path: [place, of, 'remedies', index], id })),
    );
  return [...listed('outcomes', outcomes), ...listed('causes', causes)];
}

function escalatedIn({ escalation }: RunbookSource): Naming[] {
  return escalation.flatMap(({ spent }, index) =>
    spent === undefined ? [] : [{ path: ['escalation', index, 'spent'], id: spent }],
  );
}

function namedIn(written: RunbookSource): Naming[] {
  const { remedies } = written;
  return [
    ...listsIn(written).flat(),
    ...Object.entries(remedies).flatMap(([of, { then }]) =>
      then === undefined ? [] : [{ path: ['remedies', of, 'then'], id: then }],
    ),
    ...escalatedIn(written),
  ];
}

function repeatedIn(written: RunbookSource): Naming[] {
  return [...listsIn(written), escalatedIn(written)].flatMap((list) =>
    list.filter(({ id }, index) => list.findIndex((other) => other.id === id) < index),
  );
}

function namesRule({ written, wrong }: RemedySubject): void {
  const ids = Object.keys(written.remedies);
  for (const { path, id } of namedIn(written))
    if (!ids.includes(id)) wrong(path, `no remedy is called "${id}"${instead(id, ids, 'Remedies are')}`);
  for (const { path, id } of repeatedIn(written)) wrong(path, `names "${id}" a second time`);
}

function falseAlarmRule({ written, wrong }: RemedySubject): void {
  for (const [id, { kind, remedies }] of Object.entries(written.outcomes))
    if (kind === 'false_alarm' && remedies.length > 0)
      wrong(['outcomes', id, 'remedies'], 'is a false alarm: there is nothing to remedy; take them out');
}

/** What stands in a shared file may be for another runbook. */
function offeredRule({ written, isOwn, wrong }: RemedySubject): void {
  const offered = offerableIn({ ...written, causes: Object.values(written.causes) });
  for (const id of Object.keys(written.remedies)) {
    const path = ['remedies', id];
    if (!offered.has(id) && isOwn(path)) wrong(path, 'is never offered: no outcome, no cause and no then: names it');
  }
}

/** Told once a circle, at the rung that closes it. */
function circleRule({ written: { remedies }, wrong }: RemedySubject): void {
  const ids = Object.keys(remedies);
  for (const [index, id] of ids.entries()) {
    const rungs = [...ladders([id], remedies)];
    const last = rungs.at(-1) ?? id;
    if (nextRung(last, remedies) === id && rungs.every((rung) => ids.indexOf(rung) >= index))
      wrong(['remedies', last, 'then'], `goes round in a circle: ${[...rungs, id].join(', ')}`);
  }
}

function verificationRule({ remedies, wrong }: RemedySubject): void {
  for (const { id, onlyIf, verify } of Object.values(remedies)) {
    const path = ['remedies', id, 'verify', 'that'];
    if (verify.that.refs.length === 0) wrong(path, 'speaks of no check, so it proves nothing; ask for a fact');
    else if (verify.that.source.trim() === onlyIf.source.trim())
      wrong(path, 'is the same as only_if: it would hold before anything was done');
  }
}

function shownRule({ written, wrong }: RemedySubject): void {
  const checks = Object.keys(written.checks);
  for (const [id, { verify }] of Object.entries(written.remedies))
    verify.show?.forEach((check, index) => {
      const path = ['remedies', id, 'verify', 'show', index];
      if (!checks.includes(check)) wrong(path, `no check is called "${check}"${instead(check, checks, 'Checks are')}`);
    });
}

/** A check that only verification asks, and no verification does. */
function unusedCheckRule({ written, remedies, integrity, isOwn, wrong }: RemedySubject): void {
  // What could not be read may be what uses it.
  if (Object.keys(remedies).length < Object.keys(written.remedies).length) return;
  if (written.integrity !== undefined && integrity === null) return;
  const looks = [...Object.values(remedies).map(({ verify }) => verify), ...(integrity === null ? [] : [integrity])];
  const used = looks.flatMap(({ that, show }) => [...show, ...that.refs.map(({ check }) => check)]);
  for (const [id, { only }] of Object.entries(written.checks)) {
    const path = ['checks', id];
    if (only === 'verify' && !used.includes(id) && isOwn(path))
      wrong(path, 'is never asked: only: verify, and neither a remedy nor integrity: looks at it');
  }
}
