import type { Command } from './command.js';
import { happened, type Event } from './events.js';
import type { Incident } from './state.js';

type MessageCommand = Extract<Command, { do: 'plan_message' | 'message_posted' | 'message_lost' }>;

/** Said twice, a message's fate counts once: a plan must not make a posted message look unposted. */
export function messageFate(state: Incident, command: MessageCommand, now: Date): readonly Event[] {
  const slot = state.slots[command.slot];
  switch (command.do) {
    case 'plan_message':
      return slot === undefined
        ? [happened('message.planned', now, 'bot', { slot: command.slot, channel: command.channel })]
        : [];
    case 'message_posted':
      return slot?.ts == null
        ? [happened('message.posted', now, 'bot', { slot: command.slot, channel: command.channel, ts: command.ts })]
        : [];
    case 'message_lost':
      return [happened('message.lost', now, 'bot', { slot: command.slot, reason: command.reason, home: command.home })];
  }
}
