import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { SlackApi } from './api.js';
import { Budget } from './budget.js';
import { ChannelApi } from './channel-api.js';
import { Direct } from './direct.js';
import type { SlackFiles } from './files.js';
import { Furnisher } from './furnish.js';
import type { Members } from './members.js';
import type { Names } from './names.js';
import { OwnChannel } from './own-channel.js';
import type { Parties } from './parties.js';
import type { ReadingOf } from './reading.js';
import { Reconciler } from './reconciler.js';

/** Slack allows about 50 edits a minute for all incidents together; some are kept for news. */
const UPDATES = { perMinute: 50, reserve: 20 } as const;
/** And about 20 topics. */
const TOPICS_PER_MINUTE = 18;
/** Between two progress edits of one card, ms. */
const PROGRESS_GAP_MS = 2_000;
/** After a call to Slack that failed without a reason, ms. */
const RETRY_MS = 1_000;
/** After Slack did not tell who approves, ms. */
const MEMBERS_AGAIN_MS = 5_000;
/** People who are invited to an incident's own channel at once. */
const MOST_GUESTS = 100;

export interface ScreenOptions {
  readonly client: webApi.WebClient;
  readonly api: SlackApi;
  readonly files: SlackFiles;
  readonly names: Names;
  readonly members: Members;
  readonly parties: Parties;
  /** The party that may say yes; null where there is none. */
  readonly approvers: string | null;
  readonly readingOf: ReadingOf;
  readonly summaryChannels: readonly string[];
  /** The bot, by Slack user id. */
  readonly botUser: string;
  readonly log: Logger;
  /** How patient it is, for tests in a hurry. */
  readonly pace?: Partial<ScreenPace>;
}

export interface ScreenPace {
  readonly updates: Budget;
  readonly topics: Budget;
  readonly progressGapMs: number;
  readonly retryMs: number;
  readonly againMs: number;
  /** How long an incident waits for a channel of its own, ms. */
  readonly channelMs: number;
}

/** Builds everything that shows incidents in Slack. */
export function createScreen(options: ScreenOptions): Reconciler {
  const { client, api, files, names, members, parties, approvers, readingOf, botUser, log, pace = {} } = options;
  const channels = new ChannelApi(client);
  const { channelMs } = pace;
  return new Reconciler({
    ...{ api, files, names, readingOf, log, summaryChannels: options.summaryChannels },
    direct: new Direct({ api, members, parties, log, againMs: pace.againMs ?? MEMBERS_AGAIN_MS }),
    ownChannel: new OwnChannel({
      ...{ channels, botUser, log },
      ...(channelMs === undefined ? {} : { patienceMs: channelMs }),
    }),
    furnisher: new Furnisher({
      ...{ channels, api, names, readingOf, members, parties, approvers, log, mostGuests: MOST_GUESTS },
      topics: pace.topics ?? new Budget(TOPICS_PER_MINUTE, 0),
    }),
    updates: pace.updates ?? new Budget(UPDATES.perMinute, UPDATES.reserve),
    progressGapMs: pace.progressGapMs ?? PROGRESS_GAP_MS,
    retryMs: pace.retryMs ?? RETRY_MS,
  });
}
