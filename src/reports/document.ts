import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from '../engine/reporter.js';
import { packageRoot } from '../package-root.js';
import { maskSecrets } from '../text/mask.js';
import { documentData, type Shown } from './document-data.js';
import { NOT_RECORDED } from './not-recorded.js';
import { render, type Rendered, type Template } from './template.js';

/** The template that comes with the bot. */
const BUILT_IN = 'templates/post-incident.md';

/** A document, and what went wrong while it was written: a sentence for its readers, null for nothing. */
export interface Document {
  readonly body: string;
  readonly trouble: string | null;
}

/** The post-incident document. A template with a mistake is named with its line, and the built-in one taken. */
export function documentOf(account: Account, template: Template | null, pictures: readonly Shown[] = []): Document {
  const data = documentData(account, pictures);
  if (data === null) return { body: `# ${account.incident}\n\n${NOT_RECORDED}\n`, trouble: null };
  const own = template === null ? null : render(template, data);
  if (own !== null && 'body' in own) return { body: finished(own.body), trouble: null };
  const builtIn = render(builtInTemplate(), data);
  if (!('body' in builtIn)) throw new Error(`${BUILT_IN}, line ${builtIn.line ?? '?'}: ${builtIn.wrong}`);
  const trouble = template === null || own === null ? null : mistakeIn(template.file, own);
  return { body: finished(builtIn.body), trouble };
}

/** The sentence about a template that could not be used. */
export function mistakeIn(file: string, { line, wrong }: Exclude<Rendered, { body: string }>): string {
  const where = line === null ? file : `${file}, line ${line}`;
  return `The built-in document was used, because the template has a mistake: ${where}: ${wrong}.`;
}

function builtInTemplate(): Template {
  return { file: BUILT_IN, source: readFileSync(join(packageRoot(import.meta.url), BUILT_IN), 'utf8') };
}

/** No more than one empty line on end, and nothing that looks like a secret: texts were masked when they were recorded, this is the last look. */
function finished(body: string): string {
  return maskSecrets(`${body.replace(/\n{3,}/g, '\n\n').trim()}\n`);
}
