import type { Incident } from '../incident/state.js';
import type { Block, Message } from '../view/message.js';
import type { Placed } from './placed.js';

/**
 * The summaries of an incident in the channels that config.yml names for them: each as it stands in the incident's own channel, without its buttons.
 * @param own the messages of its own channel
 */
export function summaryPlaces(incident: Incident, own: readonly Placed[], channels: readonly string[]): Placed[] {
  if (incident.drill) return [];
  const summaries = own.flatMap(({ want }) => {
    const number = /^resolved-(\d+)$/.exec(want.slot)?.[1];
    return number === undefined || incident.slots[want.slot]?.ts == null ? [] : [{ number, want }];
  });
  return summaries.flatMap(({ number, want }) =>
    channels
      .filter((channel) => channel !== incident.home)
      .map((channel) => ({
        want: { ...want, slot: `summary-${number}-${channel}`, message: withoutButtons(want.message) },
        ...{ channel, aside: true },
      })),
  );
}

/** Whoever reads it there only reads: what can be pressed stands in the incident's own channel. */
function withoutButtons({ blocks, plain }: Message): Message {
  const left = blocks.flatMap((block): Block[] => {
    if (block.kind === 'buttons') return [];
    return block.kind === 'section' ? [{ kind: block.kind, says: block.says }] : [block];
  });
  return { blocks: left, plain };
}
