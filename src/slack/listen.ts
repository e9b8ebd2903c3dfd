import type { BlockAction, ViewSubmitAction, webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { UserError } from '../errors.js';
import type { Form } from '../view/forms.js';
import { note, type Message } from '../view/message.js';
import type { Connection } from './bolt.js';
import { pressed, slackMessage } from './blocks.js';
import { filledForm, REASON, slackModal, slackNotice } from './modal.js';
import { plainWords } from './mrkdwn.js';
import { fillerOf, presserOf, speakerOf, unescaped, valueOf } from './payloads.js';
import type { ReadingOf } from './reading.js';
import { notRecorded } from './recording.js';
import type { SlackMessage } from './slack-message.js';
import type { Speaker } from './speaker.js';
import type { Reply, Speech } from './speech.js';

/** Listens to commands, presses and forms: acknowledge within Slack's 3 s, answer only the person who asked. */
export function listen({ app }: Connection, speech: Speech, readingOf: ReadingOf, log: Logger): void {
  const known = new WeakMap<Message, SlackMessage>();
  const today = () => readingOf(new Date().toISOString());
  // A message that is given to many at once (help, in an outage) is rendered once.
  const render = (message: Message): SlackMessage => {
    const rendered = known.get(message) ?? slackMessage(message, today());
    known.set(message, rendered);
    return rendered;
  };
  const whisper = async (client: webApi.WebClient, { channel, user }: Speaker, message: Message): Promise<void> => {
    await client.chat.postEphemeral({ channel, user, ...render(message), parse: 'none', link_names: false });
  };
  app.command(/.*/, async ({ command, ack }) => {
    const told = await answered(() => speech.command(unescaped(command.text), speakerOf(command)), asMessage, log);
    await ack(told === null ? undefined : { response_type: 'ephemeral', ...render(told) });
  });
  app.action<BlockAction>(/.*/, async ({ body, action, ack, client }) => {
    const press = pressed(action.action_id, valueOf(action));
    const speaker = presserOf(body);
    const reply =
      press === null
        ? { message: note('That button is from another version of the bot. Nothing was changed; use the newest card.') }
        : await answered((): Promise<Reply> => speech.press(press.action, press.value, speaker), asReply, log);
    await ack();
    if (reply === null) return;
    if ('message' in reply) return whisper(client, speaker, reply.message);
    const view = slackModal(reply.form, speaker.channel, today());
    await client.views.open({ trigger_id: body.trigger_id, view }).catch(async (error: unknown) => {
      log.warn({ err: error, action: reply.form.action }, 'a form could not be opened');
      await whisper(client, speaker, unopened(reply.form));
    });
  });
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: /.*/ }, async ({ body, view, ack }) => {
    const filled = filledForm(view);
    if (filled === null) {
      await ack({ response_action: 'update', view: slackNotice('Not recorded', FOREIGN_FORM) });
      return;
    }
    const speaker = fillerOf(body, filled.channel);
    const refused = await answered(() => speech.answer(filled, filled.reason, speaker), asMessage, log);
    if (refused === null) await ack();
    else await ack({ response_action: 'errors', errors: { [REASON]: plainWords(refused.plain, today()) } });
  });
  app.error((error) => {
    log.error({ err: error }, 'a request of Slack failed');
    return Promise.resolve();
  });
}

const FOREIGN_FORM = 'This window is from another version of the bot. Nothing was recorded; use the newest card.';

const asMessage = (message: Message): Message | null => message;
const asReply = (message: Message): Reply => ({ message });

/** An expected failure becomes its sentence; a bug gets a reference that stands in the log as well. */
async function answered<T>(work: () => Promise<T>, told: (message: Message) => T, log: Logger): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError)
      return told(error.code === 'store_unavailable' ? notRecorded() : note(error.message));
    const reference = Date.now().toString(36);
    log.error({ err: error, reference }, 'answering failed');
    return told(
      note(`Something went wrong in the bot, and nothing was changed. Tell its keeper the reference ${reference}.`),
    );
  }
}

/** Slack gives 3 s from the press to the window; after that it opens none. */
function unopened({ action }: Form): Message {
  const undone = action === 'deny_remedy' ? 'denied' : 'run';
  return note(`Slack did not open the window that asks for your reason. Nothing was ${undone}; press again.`);
}
