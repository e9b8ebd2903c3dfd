import { interpret } from '../../commands/index.js';
import type { Look } from '../../commands/command.js';
import { reasonOf } from '../../commands/reason.js';
import { cleanText } from '../text/clean.js';
import { NO_REASON, type Form } from '../view/forms.js';
import { note, type Action, type Message } from '../view/message.js';
import { Guard, type GuardParts } from './guard.js';
import { give, looked, type Submit } from './recording.js';
import { RemedyPresses } from './remedy-presses.js';
import type { SlackRights } from './rights.js';
import type { Speaker } from './speaker.js';

export interface SpeechParts extends GuardParts {
  readonly look: Look;
  readonly rights: SlackRights;
  readonly submit: Submit;
}

/** What only the person who pressed gets: something to read, or a question to answer first; null for nothing. */
export type Reply = { readonly message: Message } | { readonly form: Form } | null;

/** What people say and press, from Slack's terms into ours: guard, understand, record, answer. */
export class Speech {
  readonly #parts: SpeechParts;
  readonly #guard: Guard;
  readonly #remedies: RemedyPresses;

  constructor(parts: SpeechParts) {
    this.#parts = parts;
    this.#guard = new Guard(parts);
    this.#remedies = new RemedyPresses(parts);
  }

  /** `/incident …` Returns what only this person reads; null for nothing. */
  async command(said: string, speaker: Speaker): Promise<Message | null> {
    const since = performance.now();
    const refused = await this.#guard.refuses(speaker);
    if (refused !== null) return refused;
    const { look, rights, submit } = this.#parts;
    const { user, channel } = speaker;
    const answer = await looked(interpret(said, { by: `slack:${user}`, channel, look, rights: rights.of(user) }));
    return give(answer, speaker, submit, since);
  }

  /** A button. What it may do is looked up now, by who presses it where, not when it was posted. */
  async press(action: Action, value: string, speaker: Speaker): Promise<Reply> {
    switch (action) {
      case 'run_runbook':
        return only(await this.command(value, speaker));
      case 'show_runbooks':
        return only(await this.command('runbooks', speaker));
      case 'diagnose':
        return only(await this.command(`diagnose ${value}`, speaker));
      case 'close_false_alarm':
        return only(await this.#falseAlarm(value, speaker));
      default: {
        const since = performance.now();
        const [refused, pressed] = await Promise.all([
          this.#guard.refuses(speaker),
          this.#remedies.press(action, value, null, speaker),
        ]);
        if (refused !== null) return { message: refused };
        return 'form' in pressed ? pressed : only(await give(pressed, speaker, this.#parts.submit, since));
      }
    }
  }

  /** A form that was filled in: everything is looked up once more. Returns why nothing was recorded; null when it was. */
  async answer(
    { action, value }: Pick<Form, 'action' | 'value'>,
    said: string,
    speaker: Speaker,
  ): Promise<Message | null> {
    const since = performance.now();
    const reason = reasonOf([cleanText(said).trim()]);
    if (reason === '') return note(NO_REASON);
    const [refused, pressed] = await Promise.all([
      this.#guard.refuses(speaker),
      this.#remedies.press(action, value, reason, speaker),
    ]);
    if (refused !== null) return refused;
    if ('form' in pressed) throw new Error('a form that was answered asks again');
    return give(pressed, speaker, this.#parts.submit, since);
  }

  async #falseAlarm(value: string, speaker: Speaker): Promise<Message | null> {
    const since = performance.now();
    const refused = await this.#guard.refuses(speaker);
    if (refused !== null) return refused;
    const row = await looked(this.#parts.look.find(value));
    if (row === null || row.channel !== speaker.channel)
      return note('That button belongs to no incident of this channel. Nothing was changed.');
    const command = { do: 'close', by: `slack:${speaker.user}`, how: 'false_alarm', reason: '' } as const;
    return give({ wish: { command, runbook: null }, incident: row.incident }, speaker, this.#parts.submit, since);
  }
}

function only(message: Message | null): Reply {
  return message === null ? null : { message };
}
