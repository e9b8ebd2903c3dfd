import { basename } from 'node:path';
import type { Path } from './problems.js';
import { onlyToVerify } from './read-conditions.js';
import { COULD_NOT_TELL } from './runbook.js';
import type { RunbookSource } from './schema.js';
import { secretsIn } from '../text/mask.js';
import { instead } from '../text/nearest.js';
import { outcomesIn, type Step } from './tree.js';

/** What the linter looks at, and somebody to complain to. */
export interface LintSubject {
  readonly written: RunbookSource;
  readonly tree: Step;
  /** The files it is made of; `wrongAt` complains about a place in one, `offset` counts characters. */
  readonly texts: readonly {
    readonly source: string;
    readonly wrongAt: (offset: number, message: string) => void;
  }[];
  readonly file: string;
  readonly reserved: readonly string[];
  readonly wrong: (path: Path, message: string) => void;
}

/** Rules beyond the schema: a runbook that breaks one would mislead somebody at night. */
export function lint(subject: LintSubject): void {
  for (const rule of [nameRule, checkNamesRule, outcomesRule, falseAlarmRule, unfinishedRule, secretsRule])
    rule(subject);
}

function nameRule({ written, file, reserved, wrong }: LintSubject): void {
  if (reserved.includes(written.id))
    wrong(['id'], `"${written.id}" is a command of /incident; call the runbook something else`);
  const expected = basename(file).replace(/\.ya?ml$/, '');
  if (written.id !== expected) wrong(['id'], `must be "${expected}", as the file is called`);
}

function checkNamesRule({ written, wrong }: LintSubject): void {
  const checks = Object.keys(written.checks);
  const known = (id: string, path: Path): void => {
    if (!checks.includes(id)) wrong(path, `no check is called "${id}"${instead(id, checks, 'Checks are')}`);
    else if (written.checks[id]?.only === 'verify') wrong(path, onlyToVerify(id));
  };
  known(written.users_feel, ['users_feel']);
  for (const [id, outcome] of Object.entries(written.outcomes)) {
    outcome.show.forEach((check, index) => known(check, ['outcomes', id, 'show', index]));
  }
}

function outcomesRule({ written, tree, wrong }: LintSubject): void {
  if (written.outcomes[COULD_NOT_TELL] === undefined) {
    wrong(['outcomes'], `needs an outcome "${COULD_NOT_TELL}": what people do when the answers do not decide`);
  }
  const reached = outcomesIn(tree);
  for (const id of Object.keys(written.outcomes)) {
    if (id !== COULD_NOT_TELL && !reached.has(id)) wrong(['outcomes', id], 'is never reached by the tree');
  }
}

function falseAlarmRule({ written, wrong }: LintSubject): void {
  for (const [id, outcome] of Object.entries(written.outcomes)) {
    if (outcome.kind === 'false_alarm' && outcome.only_if === undefined) {
      wrong(['outcomes', id], 'is a false alarm and needs only_if: a condition that shows the service is well');
    }
  }
}

function unfinishedRule({ texts }: LintSubject): void {
  for (const { source, wrongAt } of texts) {
    for (const { 0: word, index } of source.matchAll(/\b(TODO|FIXME|TBD)\b/g))
      wrongAt(index, `${word} is left in the text; finish it or take it out`);
  }
}

function secretsRule({ texts }: LintSubject): void {
  for (const { source, wrongAt } of texts) {
    if (!secretsIn(source)) continue;
    const lines = source.split('\n');
    // A private key spans lines: then no single line gives it away, and the file's start has to do.
    const line = Math.max(0, lines.findIndex(secretsIn));
    const offset = lines.slice(0, line).reduce((sum, before) => sum + before.length + 1, 0);
    wrongAt(offset, 'seems to be a secret; put it into config.yml as ${NAME} from the environment');
  }
}
