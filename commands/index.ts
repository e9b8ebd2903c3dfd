import { cleanText, cutText } from '../src/text/clean.js';
import { nearest } from '../src/text/nearest.js';
import { note, type Button, type Message } from '../src/view/message.js';
import { ack } from './ack.js';
import { pressedOnly } from './approve.js';
import { assign } from './assign.js';
import { breakGlass } from './break-glass.js';
import { cancel } from './cancel.js';
import type { Answer, Ask, Subcommand } from './command.js';
import { diagnose } from './diagnose.js';
import { escalate } from './escalate.js';
import { exportCommand } from './export.js';
import { happened } from './happened.js';
import { helpCommand } from './help.js';
import { list, openHere } from './list.js';
import { noteCommand } from './note.js';
import { remedy } from './remedy.js';
import { reopen } from './reopen.js';
import { report } from './report.js';
import { resolve } from './resolve.js';
import { runbooks } from './runbooks.js';
import { severity } from './severity.js';
import { snooze } from './snooze.js';
import { start } from './start.js';
import { stats } from './stats.js';
import { status } from './status.js';
import { summary } from './summary.js';
import { take } from './take.js';
import { timeline } from './timeline.js';
import { verify } from './verify.js';
import { withdraw } from './withdraw.js';

/** Every word of `/incident` that is not a runbook, in the order help shows them. */
export const subcommands: readonly Subcommand[] = [
  ...[diagnose, status, list, runbooks, stats],
  ...[ack, take, assign, severity, escalate, snooze],
  ...[remedy, pressedOnly('approve'), pressedOnly('deny'), withdraw, breakGlass, happened],
  ...[noteCommand, timeline, summary, verify, exportCommand],
  ...[resolve, cancel, reopen, report],
  helpCommand(() => subcommands),
];

/** Words longer than this are nobody's. */
const WORD_MOST = 60;

/** Who speaks where, before it is known what they say. */
type Wordless = Omit<Ask, 'words' | 'written'>;

/** Understands what somebody said after `/incident`: a subcommand, a runbook, or neither, and then the nearest right word. */
export async function interpret(said: string, ask: Wordless): Promise<Answer> {
  const clean = cleanText(said).trim();
  const [first = '', ...words] = clean.split(/\s+/u).filter((word) => word !== '');
  const written = clean.slice(first.length).trim();
  const word = first.replace(/^["'“”‘’]+|["'“”‘’]+$/gu, '').toLowerCase();
  if (word === '') return { message: await menu(ask) };
  const subcommand = subcommands.find((one) => one.word === word);
  if (subcommand !== undefined) return subcommand.answer({ ...ask, words, written });
  const runbook = ask.look.runbooks().find(({ id }) => id === word);
  if (runbook !== undefined) return start(runbook, { ...ask, words, written });
  return { message: notUnderstood(word, ask) };
}

/** `/incident` alone: what is open here, and a runbook to pick. */
async function menu({ look, channel }: Wordless): Promise<Message> {
  const open = openHere(await look.list({ open: true, channel }));
  const buttons = look
    .runbooks()
    .slice(0, 5)
    .map(({ id, service }) => runButton(id, service, false));
  if (buttons.length === 0) return open;
  return { blocks: [...open.blocks, { kind: 'buttons', buttons }], plain: open.plain };
}

/** A mistyped word starts nothing: the nearest right one is offered. */
function notUnderstood(word: string, { look }: Wordless): Message {
  const books = look.runbooks();
  const known = [...subcommands.map((one) => one.word), ...books.map(({ id }) => id)];
  const meant = word.length > WORD_MOST ? null : nearest(word, known);
  const shown = cutText(word, WORD_MOST);
  const says = [
    'No runbook or command is called ',
    { code: shown },
    ...(meant === null ? [] : ['; nearest: ', { code: meant }]),
    '. Nothing was started.',
  ];
  const book = books.find(({ id }) => id === meant);
  const show: Button = {
    action: 'show_runbooks',
    value: 'runbooks',
    label: 'Show runbooks',
    spoken: 'Show all runbooks',
    primary: false,
  };
  const buttons = book === undefined ? [show] : [runButton(book.id, book.service, true), show];
  return {
    ...note(...says),
    blocks: [
      { kind: 'section', says },
      { kind: 'buttons', buttons },
    ],
  };
}

function runButton(id: string, service: string, primary: boolean): Button {
  return {
    action: 'run_runbook',
    value: id,
    label: `Run ${id}`.slice(0, 22),
    spoken: `Run ${id} for ${service}`,
    primary,
  };
}
