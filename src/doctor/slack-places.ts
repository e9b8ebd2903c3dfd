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

/** Lines about the channels the bot is in. `allowed` are the ids under slack.shared_channels in config.yml. */
export async function channelLines(ask: AskSlack, bot: string, allowed: readonly string[]): Promise<Line[]> {
  const channels: Channel[] = [];
  for (let cursor = '', pages = 0; pages === 0 || (cursor !== '' && pages < PAGES); pages += 1) {
    const input = { types: 'public_channel,private_channel', exclude_archived: 'true', limit: '200', cursor };
    const answer = await ask('users.conversations', input);
    if (answer.said !== 'ok') return [refusalLine(ABOUT, answer, MISSING)];
    const read = page.parse(answer.body);
    channels.push(...read.channels);
    cursor = read.response_metadata.next_cursor;
  }
  return [membership(channels, bot), ...sharedLines(channels, allowed)];
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

function sharedLines(channels: readonly Channel[], allowed: readonly string[]): Line[] {
  const elsewhere = allowed.filter((id) => !channels.some((channel) => channel.id === id));
  const refused = channels.filter(({ id, is_ext_shared }) => is_ext_shared && !allowed.includes(id));
  return [
    ...elsewhere.map((id) =>
      wrong(
        ABOUT,
        `the bot is not in ${id}, which slack.shared_channels names`,
        'invite it there, or correct the id in config.yml',
      ),
    ),
    ...refused.map(({ id, name }) =>
      worthKnowing(
        ABOUT,
        `#${name} is shared with another organisation, so the bot gives no answer there`,
        `add ${id} to slack.shared_channels in config.yml if it should`,
      ),
    ),
  ];
}
