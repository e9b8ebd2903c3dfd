import { readFileSync } from 'node:fs';
import type { Account, MadeFile, Reporter, Written } from '../engine/reporter.js';
import type { Text } from '../text/text.js';
import { calendarFile, slotOf } from './calendar.js';
import type { Shown } from './document-data.js';
import { documentOf } from './document.js';
import { fileName } from './file-name.js';
import { patchFile } from './patch.js';
import { picturesOf } from './made-pictures.js';
import { summaryOf } from './summary.js';
import type { Template } from './template.js';

/** How reports are written, from config.yml. */
export interface ReportSettings {
  /** A file that replaces templates/post-incident.md; null for that one. */
  readonly template: string | null;
}

/** Writes summaries, documents and pictures. A template with a mistake is said, and the built-in one taken. */
export function createReporter({ template }: ReportSettings): Reporter {
  return {
    write: async (account) => written(account, template),
    draft: (account, task) =>
      Promise.resolve().then(() => (task === 'post_mortem' ? postMortem(account) : runbookPatch(account))),
  };
}

async function written(account: Account, file: string | null): Promise<Written> {
  if (account.events.length === 0) return { summary: [], document: null, pictures: [], trouble: null };
  const own = templateAt(file);
  const { pictures, trouble: unpainted } = await picturesOf(account);
  const shown = pictures.map(({ file: { name, alt }, of }): Shown => ({ name, alt: alt ?? '', of }));
  const { body, trouble } = documentOf(account, 'missing' in own ? null : own.template, shown);
  const troubles = ['missing' in own ? own.missing : null, trouble, unpainted].filter((one) => one !== null);
  return {
    summary: summaryOf(account),
    document: {
      name: fileName(account, 'report', 'md'),
      title: `Post-incident document of ${account.incident}`,
      body,
      alt: null,
    },
    pictures: pictures.map((one) => one.file),
    trouble: troubles.length === 0 ? null : troubles.join(' '),
  };
}

/** Read each time: a team that mends its template need not start the bot anew. */
function templateAt(file: string | null): { readonly template: Template | null } | { readonly missing: string } {
  if (file === null) return { template: null };
  try {
    return { template: { file, source: readFileSync(file, 'utf8') } };
  } catch {
    return { missing: `The built-in document was used, because the template ${file} cannot be read.` };
  }
}

type Drafted = { readonly says: Text; readonly file: MadeFile | null };

function postMortem(account: Account): Drafted {
  const slot = slotOf(account);
  const file = calendarFile(account);
  if (slot === null || file === null) return { says: ['Nothing was proposed: it is not closed.'], file: null };
  const why = slot.late ? ' That is more than 48 hours after the end; no working day is left before.' : '';
  const says: Text = [
    'Proposed: 45 minutes from ',
    { time: slot.from.toISOString(), to: 'minute' },
    `.${why} Nobody is invited yet: open the file and add people.`,
  ];
  return { says, file };
}

function runbookPatch(account: Account): Drafted {
  const file = patchFile(account);
  if (file === null)
    return { says: ['Nothing was drafted: the runbook of this incident cannot be read any more.'], file };
  const says: Text = ['Read it, complete it, then ', { code: `git apply ${file.name}` }, '. Nothing was changed.'];
  return { says, file };
}
