import type { BlockAction, MessageShortcut, ViewSubmitAction, webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Form } from '../view/forms.js';
import { note, type Message } from '../view/message.js';
import { answered } from './answered.js';
import type { Connection } from './bolt.js';
import { pressed } from './blocks.js';
import { listenToMarks } from './listen-marks.js';
import { filledForm, slackModal, slackNotice, type Filled } from './modal.js';
import { plainWords } from './mrkdwn.js';
import { fillerOf, pointerOf, presserOf, speakerOf, unescaped, valueOf } from './payloads.js';
import type { Speaker } from './speaker.js';
import type { NotTaken, Reply, Speech } from './speech.js';
import { unopened } from './unopened.js';
import type { Whispers } from './whispers.js';

/** The message shortcut of manifest.yml. */
const SHORTCUT = 'add_to_timeline';

/** Listens to commands, presses, forms, the message shortcut and 📌: acknowledge within Slack's 3 s, answer only the person who asked. */
export function listen(connection: Connection, speech: Speech, whispers: Whispers, log: Logger): void {
  const { app } = connection;
  const then = new Afterwards(whispers, log);
  app.command(/.*/, async ({ command, ack, client }) => {
    const speaker = speakerOf(command);
    const reply = await answered(() => speech.command(unescaped(command.text), speaker), asReply, log);
    if (reply !== null && 'message' in reply)
      return ack({ response_type: 'ephemeral', ...(await whispers.render(reply.message)) });
    await ack();
    const tell = (message: Message): Promise<void> => whispers.whisper(client, speaker, message);
    await then.give(reply, { client, speaker, tell, again: 'send it again, or press its button on the card' });
  });
  app.action<BlockAction>(/.*/, async ({ body, action, ack, client }) => {
    const press = pressed(action.action_id, valueOf(action));
    const speaker = presserOf(body);
    const reply =
      press === null
        ? { message: note('That button is from another version of the bot. Nothing was changed; use the newest card.') }
        : await answered(() => speech.press(press.action, press.value, speaker), asReply, log);
    await ack();
    const tell = (message: Message): Promise<void> => whispers.whisper(client, speaker, message);
    await then.give(reply, { client, speaker, tell, again: 'press again' });
  });
  app.shortcut<MessageShortcut>(
    { type: 'message_action', callback_id: SHORTCUT },
    async ({ shortcut, ack, client, respond }) => {
      const speaker = pointerOf(shortcut);
      const { message, message_ts: ts } = shortcut;
      const reply = await answered(() => speech.point({ ...message, ts }, ts, speaker), asReply, log);
      await ack();
      // It is offered everywhere; where the bot is not, only this way is open.
      const tell = async (message: Message): Promise<void> => {
        await respond({ response_type: 'ephemeral', ...(await whispers.render(message)) });
      };
      await then.give(reply, { client, speaker, tell, again: 'use the shortcut again' });
    },
  );
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: /.*/ }, async ({ body, view, ack }) => {
    const filled = filledForm(view);
    if (filled === null) {
      await ack({ response_action: 'update', view: slackNotice('Not recorded', FOREIGN_FORM) });
      return;
    }
    const speaker = fillerOf(body, filled.channel);
    const refused = await answered(() => speech.answer(filled, speaker), asRefusal, log);
    if (refused === null) await ack();
    else await ack(refusal(refused, filled, whispers));
  });
  listenToMarks(connection, speech, whispers, log);
  app.error((error) => {
    log.error({ err: error }, 'a request of Slack failed');
    return Promise.resolve();
  });
}

const FOREIGN_FORM = 'This window is from another version of the bot. Nothing was recorded; use the newest card.';

const asReply = (message: Message): Reply => ({ message });
const asRefusal = (message: Message): NotTaken => ({ wrong: null, message });

/** The window stays open with what was written, and says at its field what is wrong. */
function refusal({ wrong, message }: NotTaken, { answers }: Filled, whispers: Whispers) {
  const says = plainWords(message.plain, whispers.today());
  const fields = Object.keys(answers);
  const field = wrong !== null && fields.includes(wrong) ? wrong : wrong === null ? fields[0] : undefined;
  if (field !== undefined) return { response_action: 'errors', errors: { [field]: says } } as const;
  // Slack shows errors only at fields: a window without that field was not made by this release.
  return {
    response_action: 'update',
    view: slackNotice('Not recorded', wrong === null ? says : FOREIGN_FORM),
  } as const;
}

/** Whom an answer is for, and how it gets there. */
interface Asker {
  readonly client: webApi.WebClient;
  readonly speaker: Speaker;
  readonly tell: (message: Message) => Promise<void>;
  /** How to have a window opened that Slack did not open. */
  readonly again: string;
}

/** What follows once Slack knows that somebody was heard. */
class Afterwards {
  readonly #whispers: Whispers;
  readonly #log: Logger;

  constructor(whispers: Whispers, log: Logger) {
    this.#whispers = whispers;
    this.#log = log;
  }

  async give(reply: Reply, asker: Asker): Promise<void> {
    if (reply === null) return;
    if ('form' in reply) return this.#open(reply.form, asker);
    const message = 'message' in reply ? reply.message : await answered(reply.later, (told) => told, this.#log);
    if (message !== null) await asker.tell(message);
  }

  async #open(form: Form, { client, speaker, tell, again }: Asker): Promise<void> {
    await this.#whispers.learn({ blocks: form.blocks, plain: [] });
    const view = slackModal(form, speaker.channel, this.#whispers.today());
    await client.views.open({ trigger_id: speaker.trigger, view }).catch(async (error: unknown) => {
      this.#log.warn({ err: error, action: form.action }, 'a form could not be opened');
      await tell(unopened(form, again));
    });
  }
}
