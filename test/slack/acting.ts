import { pino, type Logger } from 'pino';
import type { Message } from '../../playground/model.js';
import type { Workspace } from '../../playground/workspace.js';
import { Accounts } from '../../src/engine/accounts.js';
import { FollowingClock } from '../../src/engine/clock.js';
import { Engine } from '../../src/engine/engine.js';
import { Look } from '../../src/engine/look.js';
import { wishOf } from '../../src/engine/wish.js';
import { createReporter } from '../../src/reports/reporter.js';
import { SlackApi } from '../../src/slack/api.js';
import { Names } from '../../src/slack/names.js';
import type { Parties } from '../../src/slack/parties.js';
import { readingFrom } from '../../src/slack/reading.js';
import { createTell } from '../../src/slack/tell.js';
import { createMask } from '../../src/text/mask.js';
import type { Database } from '../engine/house.js';
import { handsOn, mendable, World, type MendingShape } from '../engine/mending.js';
import { runbooksOf } from '../engine/runbooks.js';
import { clientOf } from './client.js';
import { openDoor, type Door } from './doors.js';
import type { Theatre } from './stage.js';

/** A whole bot in a workspace that can act on a world with one container; only its database is shared. */
export interface ActingBot {
  readonly workspace: Workspace;
  readonly world: World;
  readonly engine: Engine;
  readonly door: Door;
  /** The message of #inc-api in which these words stand, once they do. */
  readonly reads: (words: RegExp) => Promise<Message>;
  readonly stop: () => Promise<void>;
}

const POLICY = { lapsesAfter: 60_000 };
const SILENT = pino({ level: 'silent' });

export interface ActingShape extends MendingShape {
  /** How long a request waits, ms. */
  readonly lapsesAfter?: number;
  readonly log?: Logger;
  /** What the world writes, as strangers can. */
  readonly words?: string;
}

/** Sam and Lee are the group `approvers`, Kim may break the glass. */
const partiesOf = (workspace: Workspace): Parties => ({
  approvers: { name: 'approvers', groups: [workspace.group('api-approvers').id], users: [] },
  seniors: { name: 'seniors', groups: [], users: [workspace.person('kim').id] },
});

/** Starts it. */
export async function actingBot(
  theatre: Theatre,
  { store }: Database,
  { lapsesAfter = POLICY.lapsesAfter, log = SILENT, words = '', ...shape }: ActingShape = {},
): Promise<ActingBot> {
  const scopes = ['users:read', 'usergroups:read', 'im:history', 'reactions:read'];
  const events = ['reaction_added', 'reaction_removed'];
  const workspace = await theatre.bench.workspace({ scopes, events, limits: { enabled: false } });
  const parties = partiesOf(workspace);
  const world = Object.assign(new World(), { words });
  const runbook = mendable(shape);
  const client = clientOf(workspace);
  const names = new Names(client, log);
  const clock = new FollowingClock(() => store.now());
  const runbooks = runbooksOf([runbook]);
  const sources = { usage: () => Promise.resolve([]), names: () => Promise.resolve({}) };
  const accounts = new Accounts({ store, runbooks, sources, clock });
  const engine = new Engine(
    {
      ...{ store, clock, wishOf, log, owner: `bot-${workspace.identity.teamId}-${Date.now()}` },
      ...{ ask: world.checks().ask, hands: handsOn(world, lapsesAfter) },
      ...{ screen: theatre.screen(workspace, { parties }), runbooks },
      ...{ accounts, reporter: createReporter({ template: null }), ownChannels: false },
      mask: createMask({ patterns: [], known: [] }),
      pace: { verify: 5, findOut: 20, patience: 50, margin: 50 },
      tell: createTell(new SlackApi(client), names, readingFrom(names, parties), log),
    },
    { leaseMs: 2_000, pollMs: 50, finishMs: 300, serve: true },
  );
  await engine.start();
  const look = new Look({ store, running: (id) => engine.running(id), runbooks: [runbook], accounts, clock });
  const door = await openDoor(workspace, {
    look: {
      list: (filter) => look.list(filter),
      find: (id) => look.find(id),
      read: (id) => look.read(id),
      account: (id) => look.account(id),
      count: (since) => look.count(since),
      verify: (id) => look.verify(id),
      rows: (id) => look.rows(id),
      kept: (hash) => look.kept(hash),
      runbooks: () => look.runbooks(),
      now: () => look.now(),
    },
    parties: () => parties,
    breakGlass: 'seniors',
    submit: (item) => engine.submit(item),
  });
  const channel = workspace.channel('#inc-api');
  const reads = (words: RegExp): Promise<Message> =>
    workspace.waitFor(() => channel.messages().find((one) => words.test(workspace.draw(one, { width: 500 }))), {
      what: `#inc-api to show ${words.source}`,
    });
  const stop = async (): Promise<void> => {
    await door.close();
    await engine.stop();
  };
  return { workspace, world, engine, door, reads, stop };
}
