import type { ReactionAddedEvent, ReactionRemovedEvent } from '@slack/types';
import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Message } from '../view/message.js';
import { answered } from './answered.js';
import type { Connection } from './bolt.js';
import { markerOf, type EventBody } from './payloads.js';
import { PIN, pinLost, type Marked } from './pins.js';
import type { Speech } from './speech.js';
import type { Whispers } from './whispers.js';
import { within } from './within.js';

/** Slack sends an event again this often. */
const LAST_RETRY = 3;
/** Asking who somebody is is part of acknowledging, ms. */
const PATIENCE_MS = 800;

/** Listens to 📌 on messages. What the database did not take is not acknowledged: Slack sends it again. */
export function listenToMarks(connection: Connection, speech: Speech, whispers: Whispers, log: Logger): void {
  const { app } = connection;
  const heard = async (
    set: boolean,
    event: ReactionAddedEvent | ReactionRemovedEvent,
    body: EventBody,
    client: webApi.WebClient,
    retry: number,
  ): Promise<void> => {
    if (event.reaction !== PIN) return;
    const { channel, ts } = event.item;
    const team = body.is_ext_shared_channel === true ? await teamOf(event.user, client) : body.team_id;
    const speaker = markerOf(body, { user: event.user, channel, team });
    const marked = await answered(() => speech.mark({ set, ts }, speaker), asMarked, log);
    const again = marked.again && retry < LAST_RETRY;
    if (again) connection.app.sendAgain(body);
    const told = marked.again && !again && set ? pinLost() : marked.message;
    if (told !== null) await whispers.whisper(client, speaker, told);
  };
  app.event('reaction_added', async ({ event, body, client, context }) =>
    heard(true, event, body, client, context.retryNum ?? 0),
  );
  app.event('reaction_removed', async ({ event, body, client, context }) =>
    heard(false, event, body, client, context.retryNum ?? 0),
  );
}

const asMarked = (message: Message): Marked => ({ message, again: false });

/** In a channel shared with others it is not said whose person somebody is; what Slack does not tell counts as theirs. */
async function teamOf(user: string, client: webApi.WebClient): Promise<string> {
  const told = await within(
    PATIENCE_MS,
    client.users.info({ user }).catch(() => null),
  );
  return told?.user?.team_id ?? '';
}
