import { createInterface } from 'node:readline/promises';
import type { Workspace } from '../playground/workspace.js';
import { UserError } from '../src/errors.js';
import { faultCalled } from './arguments.js';
import type { ChannelWords } from './channel-words.js';
import type { Fault } from './faults/fault.js';
import { faults } from './faults/index.js';

const CHANNEL = '#inc-api';
const PERSON = 'ada';
/** Everybody in the channel; sam and lee may approve. */
const PEOPLE = ['ada', 'sam', 'kim', 'lee'];

/** What a person at the terminal can reach. */
export interface Reach {
  readonly workspace: Workspace;
  readonly words: ChannelWords;
  readonly breakIt: (fault: Fault) => Promise<void>;
  readonly heal: () => Promise<void>;
  readonly write: (text: string) => void;
}

const HELP = `
Type what you would type in Slack (/incident help), or
  break <fault>   ${faults.map((fault) => fault.name).join(', ')}
  heal            bring the stack back to healthy
  press <label>   press a button, or choose in a menu, of the newest message that has it
  say <words>     write in the channel; pin marks the newest such message with 📌
  fill <label>: <words>   answer a question of the window that is open; submit sends it off, close closes it
  sam …           the same as somebody else: sam and lee may approve what ada asks for, kim may not
  quit            end the demo and clean up
`;

/** Obeys the person at the terminal until they quit. */
export async function converse(reach: Reach): Promise<void> {
  const { write } = reach;
  write(HELP);
  const terminal = createInterface({ input: process.stdin, output: process.stdout, prompt: '\n> ' });
  terminal.prompt();
  for await (const line of terminal) {
    const done = await obey(reach, line.trim()).catch((error: unknown) => write(`${(error as Error).message}\n`));
    if (done === true) break;
    terminal.prompt();
  }
  terminal.close();
}

/** One line of the person at the terminal; true when it was the last. */
async function obey(reach: Reach, line: string, person = PERSON): Promise<boolean> {
  const { workspace, words, write } = reach;
  const [word = '', ...rest] = line.split(/\s+/);
  if (PEOPLE.includes(word)) return obey(reach, rest.join(' '), word);
  if (word === 'quit' || word === 'exit') return true;
  if (word === 'break') await reach.breakIt(faultCalled(rest.join(' ')));
  else if (word === 'heal') await reach.heal().then(() => write('The stack is healthy again.\n'));
  else if (word === 'press') await press(workspace, person, rest.join(' '));
  else if (words.knows(word)) await words.do(person, word, rest.join(' '));
  else if (word.startsWith('/')) await workspace.person(person).command(CHANNEL, line);
  else if (line !== '') write(HELP);
  return false;
}

/** Presses a button of the newest message that has it, or a line of its menu. */
async function press(workspace: Workspace, name: string, label: string): Promise<void> {
  const person = workspace.person(name);
  for (const message of workspace.channel(CHANNEL).messages().reverse()) {
    const pressed = await person
      .click(message, label)
      .catch(() => person.overflow(message, label))
      .catch(() => null);
    if (pressed !== null) return;
  }
  throw new UserError('not_found', `No message in ${CHANNEL} has a button called "${label}".`);
}
