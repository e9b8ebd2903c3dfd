import { interpret } from '../../commands/index.js';
import type { Look } from '../../commands/command.js';
import { statsAsked, type StatsAsked } from '../../commands/stats.js';
import type { Form } from '../view/forms.js';
import { note, type Action, type Message } from '../view/message.js';
import { noteForm } from '../view/record-forms.js';
import { Guard, type GuardParts } from './guard.js';
import type { Messages } from './messages.js';
import type { Filled } from './modal.js';
import { Pins, type Mark, type Marked } from './pins.js';
import type { Press, Pressed, Wrong } from './press.js';
import { give, looked, type Submit } from './recording.js';
import { RecordPresses } from './record-presses.js';
import { RemedyPresses } from './remedy-presses.js';
import type { SlackRights } from './rights.js';
import type { Speaker } from './speaker.js';

export interface SpeechParts extends GuardParts {
  readonly look: Look;
  readonly rights: SlackRights;
  readonly submit: Submit;
  readonly messages: Messages;
  /** Posts statistics for everybody in the speaker's channel; what went wrong, for the speaker alone. */
  readonly postStats: (asked: StatsAsked, speaker: Speaker) => Promise<Message | null>;
}

/** What only the person who spoke gets: something to read, a form to fill in, or something that takes longer than Slack waits; null for nothing. */
export type Reply =
  { readonly message: Message } | { readonly form: Form } | { readonly later: () => Promise<Message | null> } | null;

/** Why a form was not taken; `wrong` is the field it is about, null for the whole. */
export interface NotTaken {
  readonly wrong: string | null;
  readonly message: Message;
}

/** A longer answer than Slack lets anybody write was not written in Slack. */
const ANSWER_MOST = 3_000;

/** What people say and press, from Slack's terms into ours: guard, understand, record, answer. */
export class Speech {
  readonly #parts: SpeechParts;
  readonly #guard: Guard;
  readonly #remedies: RemedyPresses;
  readonly #record: RecordPresses;
  readonly #pins: Pins;

  constructor(parts: SpeechParts) {
    this.#parts = parts;
    this.#guard = new Guard(parts);
    this.#remedies = new RemedyPresses(parts);
    this.#record = new RecordPresses(parts);
    this.#pins = new Pins(parts, this.#guard);
  }

  /** `/incident …` */
  async command(said: string, speaker: Speaker): Promise<Reply> {
    const since = performance.now();
    const refused = await this.#guard.refuses(speaker);
    if (refused !== null) return { message: refused };
    const { look, rights } = this.#parts;
    const { user, channel } = speaker;
    const answer = await looked(interpret(said, { by: `slack:${user}`, channel, look, rights: rights.of(user) }));
    return reply(await this.#come(answer, speaker, since));
  }

  /** A button. What it may do is looked up now, by who presses it where, not when it was posted. */
  async press(action: Action, value: string, speaker: Speaker): Promise<Reply> {
    const words = typed(action, value);
    if (words !== null) return this.command(words, speaker);
    if (action === 'post_stats') return this.#postStats(value, speaker);
    return reply(await this.#pressed({ action, value, answers: null, speaker }));
  }

  /** A form that was filled in: everything is looked up once more. Returns why nothing was recorded; null when it was. */
  async answer({ action, value, answers }: Filled, speaker: Speaker): Promise<NotTaken | null> {
    const long = Object.entries(answers).find(([, answer]) => answer.length > ANSWER_MOST);
    if (long !== undefined) return { wrong: long[0], message: note(TOO_LONG) };
    const come = await this.#pressed({ action, value, answers, speaker });
    if (come === null) return null;
    if ('message' in come) return { wrong: null, message: come.message };
    if ('wrong' in come) return { wrong: come.wrong, message: note(come.says) };
    throw new Error('a form that was answered asks again');
  }

  /** The message shortcut: a form with the words of the message, to be edited. */
  async point(message: unknown, ts: string, speaker: Speaker): Promise<Reply> {
    const { look, messages } = this.#parts;
    const { channel } = speaker;
    const [refused, open, { says, author }] = await Promise.all([
      this.#guard.refuses(speaker),
      looked(look.list({ open: true, channel })),
      messages.words(message),
    ]);
    if (refused !== null) return { message: refused };
    const [first, ...others] = open.map(({ incident, service }) => ({ incident, service }));
    if (first === undefined)
      return {
        message: note('Nothing is open here. Nothing was recorded; press the shortcut in an incident’s channel.'),
      };
    return { form: noteForm([first, ...others], says, { ts, author }) };
  }

  /** A 📌 on a message. */
  async mark(mark: Mark, speaker: Speaker): Promise<Marked> {
    return this.#pins.take(mark, speaker);
  }

  async #pressed(press: Press): Promise<Come> {
    const since = performance.now();
    const [refused, pressed] = await Promise.all([this.#guard.refuses(press.speaker), this.#meant(press)]);
    return refused === null ? this.#come(pressed, press.speaker, since) : { message: refused };
  }

  async #meant(press: Press): Promise<Pressed> {
    switch (press.action) {
      case 'request_remedy':
      case 'approve_remedy':
      case 'deny_remedy':
      case 'withdraw_remedy':
      case 'break_glass':
      case 'say_happened':
      case 'say_not_happened':
        return this.#remedies.press({ ...press, action: press.action });
      case 'close_false_alarm':
      case 'resolve_incident':
      case 'reopen_incident':
      case 'escalate':
      case 'add_note':
      case 'pin_message':
      case 'snooze_update':
      case 'tick_task':
      case 'untick_task':
      case 'check_data':
      case 'draft_task':
        return this.#record.press({ ...press, action: press.action });
      default:
        throw new Error(`${press.action} is typed, not pressed`);
    }
  }

  async #come(pressed: Pressed, speaker: Speaker, since: number): Promise<Come> {
    if ('output' in pressed) throw new Error('raw output is for terminals');
    if ('wish' in pressed) {
      const message = await give(pressed, speaker, this.#parts.submit, since);
      return message === null ? null : { message };
    }
    return pressed;
  }

  async #postStats(value: string, speaker: Speaker): Promise<Reply> {
    const refused = await this.#guard.refuses(speaker);
    if (refused !== null) return { message: refused };
    const asked = statsAsked(value);
    if (asked === null) return { message: note('That button is from another version of the bot. Nothing was posted.') };
    return { later: () => this.#parts.postStats(asked, speaker) };
  }
}

/** What came of it when it was recorded where it was to be; null for nothing to say. */
type Come = { readonly message: Message } | { readonly form: Form } | Wrong | null;

const TOO_LONG = 'This is longer than 3,000 characters. Nothing was recorded; shorten it.';

/** The words that a button stands for; null for one that cannot be typed. */
function typed(action: Action, value: string): string | null {
  switch (action) {
    case 'run_runbook':
      return value;
    case 'show_runbooks':
      return 'runbooks';
    case 'diagnose':
      return `diagnose ${value}`;
    case 'acknowledge':
      return `ack ${value}`;
    case 'take_command':
      return `take ${value}`;
    case 'show_timeline':
      return `timeline ${value.replace(':', ' ')}`;
    case 'resolve_incident':
      return `resolve ${value}`;
    default:
      return null;
  }
}

function reply(come: Come): Reply {
  if (come === null || !('wrong' in come)) return come;
  throw new Error('only the answers of a form can be wrong');
}
