import { pino } from 'pino';
import type { Look } from '../../commands/command.js';
import type { Message as Posted } from '../../playground/model.js';
import type { Workspace } from '../../playground/workspace.js';
import type { IncidentRow, InboxItem } from '../../src/engine/store.js';
import { serveHttp } from '../../src/http-server.js';
import { connect, signIn, SLACK_PATH, type SlackSettings } from '../../src/slack/bolt.js';
import { Channels } from '../../src/slack/channels.js';
import { listen } from '../../src/slack/listen.js';
import { Members } from '../../src/slack/members.js';
import { Messages } from '../../src/slack/messages.js';
import { Names } from '../../src/slack/names.js';
import type { Parties } from '../../src/slack/parties.js';
import { readingFrom } from '../../src/slack/reading.js';
import { SlackRights } from '../../src/slack/rights.js';
import { slackMessage } from '../../src/slack/blocks.js';
import { SlackApi } from '../../src/slack/api.js';
import type { SocketTimes } from '../../src/slack/socket-receiver.js';
import { Speech, type SpeechParts } from '../../src/slack/speech.js';
import { Whispers } from '../../src/slack/whispers.js';
import type { Block, Button } from '../../src/view/message.js';
import { projection } from '../store/builders.js';
import { runbookOf } from '../engine/runbooks.js';
import { clientOf } from './client.js';

export interface Door {
  readonly workspace: Workspace;
  readonly wishes: InboxItem[];
  readonly rows: IncidentRow[];
  readonly logged: string[];
  readonly health: () => string | null;
  readonly close: () => Promise<void>;
}

export interface DoorOptions {
  readonly submit?: (item: InboxItem) => Promise<'received' | 'repeated'>;
  readonly look?: Partial<Look>;
  readonly shared?: (workspace: Workspace) => readonly string[];
  readonly team?: string;
  readonly parties?: (workspace: Workspace) => Parties;
  readonly postStats?: SpeechParts['postStats'];
  /** The party that may break the glass. */
  readonly breakGlass?: string;
  /** Over Socket Mode, with these times. */
  readonly socket?: SocketTimes;
  /** The workspace's own unless told. */
  readonly appToken?: string;
}

export const never = (): Promise<never> => new Promise(() => undefined);

/** The bot's doors in a workspace, over HTTP unless told; behind them a list of incidents and an inbox that the test can see. */
export async function openDoor(workspace: Workspace, options: DoorOptions = {}): Promise<Door> {
  const wishes: InboxItem[] = [];
  const rows: IncidentRow[] = [];
  const logged: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) });
  const connection = connect(settingsFor(workspace, options), log, options.socket);
  const { team, botName } = await signIn(connection);
  const look: Look = {
    list: ({ open, channel }) => Promise.resolve(rows.filter((row) => row.open === open && row.channel === channel)),
    find: (id) => Promise.resolve(rows.find(({ incident }) => incident === id) ?? null),
    read: () => Promise.resolve(null),
    account: () => Promise.resolve(null),
    count: () => Promise.resolve([]),
    verify: () => Promise.resolve({ intact: true, events: 0, pruned: 0, head: '' }),
    rows: () => Promise.resolve([]),
    kept: () => Promise.resolve(null),
    runbooks: () => [runbookOf()],
    now: () => new Date(),
    ...options.look,
  };
  const { client } = connection.app;
  const submit =
    options.submit ??
    ((item: InboxItem) => {
      wishes.push(item);
      return Promise.resolve<'received'>('received');
    });
  const sharedChannels = options.shared?.(workspace) ?? [];
  const parties = options.parties?.(workspace) ?? {};
  const rights = new SlackRights(new Members(client, log), parties, options.breakGlass ?? null);
  const guard = { channels: new Channels(client), team: options.team ?? team, sharedChannels, botName };
  const names = new Names(client, log);
  const messages = new Messages(client, names, log);
  const { postStats = () => Promise.resolve(null) } = options;
  const speech = new Speech({ ...guard, look, rights, submit, messages, postStats });
  listen(connection, speech, new Whispers(names, readingFrom(names, parties)), log);
  const { health } = connection;
  const shared = { workspace, wishes, rows, logged, health };
  if (connection.listener === null) {
    await connection.app.start();
    const close = async (): Promise<void> => {
      await connection.app.stop();
    };
    return { ...shared, close };
  }
  const http = await serveHttp({ [SLACK_PATH]: connection.listener }, '127.0.0.1', 0);
  workspace.connectApp(`http://127.0.0.1:${http.port}${SLACK_PATH}`);
  return { ...shared, close: () => http.close() };
}

function settingsFor({ identity, apiUrl }: Workspace, { socket, appToken }: DoorOptions): SlackSettings {
  const { botToken, signingSecret } = identity;
  return socket === undefined
    ? { botToken, apiUrl, signingSecret, appToken: null }
    : { botToken, apiUrl, signingSecret: null, appToken: appToken ?? identity.appToken };
}

export const row = (over: Partial<IncidentRow> = {}): IncidentRow => ({
  ...projection(),
  incident: 'INC-7',
  seq: 1,
  ...over,
});

export async function typed(workspace: Workspace, line: string, where = '#inc-api', who = 'ada') {
  const result = await workspace.person(who).command(where, line);
  return { ...result, words: result.response === undefined ? '' : workspace.draw(result.response) };
}

/** Posts a card of ours with these buttons, as an earlier life of the bot did. */
export async function buttons(workspace: Workspace, button: Partial<Button>, where = '#inc-api'): Promise<Posted> {
  const row: Block = {
    kind: 'buttons',
    buttons: [
      { ...{ action: 'diagnose', value: 'INC-7', label: 'Press', spoken: 'Press', primary: false }, ...button },
    ],
  };
  const message = slackMessage(
    { blocks: [row], plain: ['card'] },
    { name: String, party: () => null, day: '2026-11-22' },
  );
  const channel = workspace.channel(where);
  await new SlackApi(clientOf(workspace)).post(channel.id, message, { incident: 'INC-7', slot: 'card' }, null);
  const posted = channel.messages().at(-1);
  if (posted === undefined) throw new Error('not posted');
  return posted;
}

/** Waits for what this person alone is told: it comes after the acknowledgement. */
export async function hears(workspace: Workspace, words: RegExp, who = 'ada', times = 1): Promise<void> {
  const heard = (): boolean =>
    workspace.ephemerals(who).filter((one) => words.test(workspace.draw(one, { width: 1_000 }))).length === times;
  await workspace.waitFor(heard, { what: `${who} to hear ${words.source}` });
}
