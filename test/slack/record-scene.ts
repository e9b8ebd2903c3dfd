import { expect } from '@jest/globals';
import type { Message } from '../../playground/model.js';
import type { Modal } from '../../playground/modals.js';
import type { Action } from '../../src/view/message.js';
import type { Story } from '../builders.js';
import { offers } from '../commands/offering.js';
import type { Bench } from '../playground/helpers.js';
import { buttons, openDoor, row, type Door, type DoorOptions } from './doors.js';

/** The events and scopes of manifest.yml, as far as people mark and point at messages. */
const HEARD = {
  scopes: ['users:read', 'reactions:read'],
  events: ['reaction_added', 'reaction_removed'],
};

export interface RecordScene extends Door {
  /** INC-7 of api in #inc-api: diagnosed, with remedies on offer. */
  readonly story: Story;
  /** Presses a button of the card; Slack is answered in time. */
  readonly press: (who: string, action: Action, value: string, where?: string) => Promise<void>;
  /** The form on somebody's screen. */
  readonly form: (who: string) => Promise<Modal>;
  /** The commands of the wishes so far. */
  readonly commands: () => object[];
  readonly id: (who: string) => string;
  /** Another incident is open in #inc-api. */
  readonly another: (incident: string, service: string) => void;
  readonly say: (who: string, words: string, where?: string) => Promise<Message>;
}

export interface SceneOptions extends DoorOptions {
  readonly ackTimeout?: number;
  readonly eventRetries?: readonly number[];
  /** The time by which Slack signs, ms; now unless told. */
  readonly clock?: () => number;
}

export async function recordScene(bench: Bench, options: SceneOptions = {}): Promise<RecordScene> {
  const { ackTimeout, eventRetries, clock, ...door } = options;
  const workspace = await bench.workspace({
    ...HEARD,
    limits: { enabled: false },
    ...(ackTimeout === undefined ? {} : { ackTimeout }),
    ...(eventRetries === undefined ? {} : { eventRetries }),
    ...(clock === undefined ? {} : { clock }),
    ...(door.socket === undefined ? {} : { transport: 'socket' as const }),
  });
  const { id: channel } = workspace.channel('#inc-api');
  const story = offers(channel, 'INC-7');
  const made = await openDoor(workspace, {
    ...door,
    look: { read: (id) => Promise.resolve(id === 'INC-7' ? story.incident : null), ...door.look },
  });
  made.rows.push(row({ channel }));
  const press = async (who: string, action: Action, value: string, where = '#inc-api'): Promise<void> => {
    const card = await buttons(workspace, { action, value }, where);
    expect(await workspace.person(who).click(card, 'Press')).toMatchObject({ acknowledged: true });
  };
  return {
    ...made,
    ...{ story, press },
    form: async (who) => workspace.waitFor(() => workspace.modals(who).at(-1), { what: `a form for ${who}` }),
    commands: () => made.wishes.map(({ command }) => (command as { command: object }).command),
    id: (who) => `slack:${workspace.person(who).id}`,
    another: (incident, service) => void made.rows.push(row({ incident, service, channel })),
    say: async (who, words, where = '#inc-api') => workspace.person(who).say(where, words),
  };
}
