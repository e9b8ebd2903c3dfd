import { pino } from 'pino';
import type { Message } from '../../playground/model.js';
import type { Workspace } from '../../playground/workspace.js';
import { FollowingClock } from '../../src/engine/clock.js';
import { Engine } from '../../src/engine/engine.js';
import { Look } from '../../src/engine/look.js';
import { wishOf } from '../../src/engine/wish.js';
import { SlackApi } from '../../src/slack/api.js';
import { Names } from '../../src/slack/names.js';
import type { Parties } from '../../src/slack/parties.js';
import { readingFrom } from '../../src/slack/reading.js';
import { createTell } from '../../src/slack/tell.js';
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

/** Sam and Lee are the group `approvers`, Kim may break the glass. */
const partiesOf = (workspace: Workspace): Parties => ({
  approvers: { name: 'approvers', groups: [workspace.group('api-approvers').id], users: [] },
  seniors: { name: 'seniors', groups: [], users: [workspace.person('kim').id] },
});

/** Starts it. `lapsesAfter`: how long a request waits, ms. */
export async function actingBot(
  theatre: Theatre,
  { store }: Database,
  { lapsesAfter = POLICY.lapsesAfter, ...shape }: MendingShape & { readonly lapsesAfter?: number } = {},
): Promise<ActingBot> {
  const scopes = ['users:read', 'usergroups:read', 'im:history'];
  const workspace = await theatre.bench.workspace({ scopes, limits: { enabled: false } });
  const parties = partiesOf(workspace);
  const world = new World();
  const runbook = mendable(shape);
  const log = pino({ level: 'silent' });
  const client = clientOf(workspace);
  const names = new Names(client, log);
  const clock = new FollowingClock(() => store.now());
  const engine = new Engine(
    {
      ...{ store, clock, wishOf, log, owner: `bot-${workspace.identity.teamId}-${Date.now()}` },
      ...{ ask: world.checks().ask, hands: handsOn(world, lapsesAfter) },
      ...{ screen: theatre.screen(workspace, { parties }), runbooks: runbooksOf([runbook]) },
      pace: { verify: 5, findOut: 20, patience: 50, margin: 50 },
      tell: createTell(new SlackApi(client), names, readingFrom(names, parties), log),
    },
    { leaseMs: 2_000, pollMs: 50, finishMs: 300, serve: true },
  );
  await engine.start();
  const look = new Look(store, (id) => engine.running(id), [runbook], clock);
  const door = await openDoor(workspace, {
    look: {
      list: (filter) => look.list(filter),
      find: (id) => look.find(id),
      read: (id) => look.read(id),
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
