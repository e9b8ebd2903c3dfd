import type { Draft, Drafted, KeptFile } from '../incident/record.js';
import type { Incident } from '../incident/state.js';
import { text } from '../text/text.js';
import { section, type Message } from './message.js';
import { brief } from './plain.js';

/** What stands beside a document or a picture of an incident; a picture's words say what it shows. */
export function fileMessage({ id }: Incident, { name, title, alt }: KeptFile): Message {
  const says = `${title}${alt === null ? '' : `. ${alt}`}`;
  return { blocks: [section({ bold: name }, `: ${says}`)], plain: brief([`${id}, ${name}: ${says}`]) };
}

const DRAFTS: Readonly<Record<Drafted, string>> = { post_mortem: 'post-mortem', runbook: 'runbook' };

/** What was written for a task, and what to do with it; or why nothing was. */
export function draftMessage({ id }: Incident, task: Drafted, { says }: Draft): Message {
  const head = `${id}, ${DRAFTS[task]}: `;
  return { blocks: [section({ bold: head }, ...says)], plain: brief(text(head, says)) };
}
