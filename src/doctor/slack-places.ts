import { z } from 'zod';
import type { AskSlack } from './ask-slack.js';
import { ok, worthKnowing, wrong, type Line } from './line.js';
import { refusalLine } from './slack-refusal.js';

const ABOUT = 'Channels';
/** Pages of 200 channels; beyond them the doctor has seen enough. */
const PAGES = 3;
/** So many are named. */
const NAMED = 5;
const MISSING = 'the bot token must be mended first';

const page = z.object({
  channels: z.array(z.object({ id: z.string(), name: z.string(), is_ext_shared: z.boolean().default(false) })),
  response_metadata: z.object({ next_cursor: z.string().default('') }).prefault({}),
});
type Channel = z.infer<typeof page>['channels'][number];

/** Channels that config.yml names, by id. */
export interface NamedChannels {
  /** Under slack.shared_channels. */
  readonly shared: readonly string[];
  /** Under incidents.summary_channels. */
  readonly summaries: readonly string[];
  /** Under incidents.alerts_channel; null where it names none. */
  readonly alerts: string | null;
}

/** Lines about the channels the bot is in, and those config.yml names. */
export async function channelLines(ask: AskSlack, bot: string, named: NamedChannels): Promise<Line[]> {
  const channels: Channel[] = [];
  for (let cursor = '', pages = 0; pages === 0 || (cursor !== '' && pages < PAGES); pages += 1) {
    const input = { types: 'public_channel,private_channel', exclude_archived: 'true', limit: '200', cursor };
    const answer = await ask('users.conversations', input);
    if (answer.said !== 'ok') return [refusalLine(ABOUT, answer, MISSING)];
    const read = page.parse(answer.body);
    channels.push(...read.channels);
    cursor = read.response_metadata.next_cursor;
  }
  return [
    membership(channels, bot),
    ...absentLines(channels, named.shared, 'slack.shared_channels'),
    ...absentLines(channels, named.summaries, 'incidents.summary_channels'),
    ...absentLines(channels, named.alerts === null ? [] : [named.alerts], 'incidents.alerts_channel'),
    ...sharedLines(channels, named.shared),
  ];
}

function membership(channels: readonly Channel[], bot: string): Line {
  if (channels.length === 0)
    return wrong(
      ABOUT,
      'the bot is in none, so it has no place for an incident',
      `type /invite ${bot} in your incident channel`,
    );
  const names = channels.slice(0, NAMED).map(({ name }) => `#${name}`);
  const more = channels.length > NAMED ? ` and ${channels.length - NAMED} more` : '';
  return ok(ABOUT, `the bot is in ${names.join(', ')}${more}`);
}

/** `key` is where config.yml names them. */
function absentLines(channels: readonly Channel[], named: readonly string[], key: string): Line[] {
  return named
    .filter((id) => !channels.some((channel) => channel.id === id))
    .map((id) =>
      wrong(ABOUT, `the bot is not in ${id}, which ${key} names`, 'invite it there, or correct the id in config.yml'),
    );
}

function sharedLines(channels: readonly Channel[], allowed: readonly string[]): Line[] {
  return channels
    .filter(({ id, is_ext_shared }) => is_ext_shared && !allowed.includes(id))
    .map(({ id, name }) =>
      worthKnowing(
        ABOUT,
        `#${name} is shared with another organisation, so the bot gives no answer there`,
        `add ${id} to slack.shared_channels in config.yml if it should`,
      ),
    );
}
