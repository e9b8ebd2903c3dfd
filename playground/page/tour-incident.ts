import type { Block } from '../blocks/schema.js';
import type { PageMessage, PageState } from '../page-server/protocol.js';

/** Where the newest incident stands, as its messages say it. */
export type Phase = 'diagnosing' | 'well' | 'verdict' | 'asked' | 'running' | 'mended' | 'closed';

/** An incident as a newcomer's tour sees it. */
export interface TourIncident {
  /** `INC-12`. */
  readonly id: string;
  readonly phase: Phase;
  /** Its card offers a remedy to press. */
  readonly offers: boolean;
  /** It was closed as resolved: a document follows. */
  readonly resolved: boolean;
  /** The name of its document in the thread; null where there is none yet. */
  readonly document: string | null;
}

const PHASES: Readonly<Record<string, Phase>> = {
  diagnosing: 'diagnosing',
  'false alarm': 'well',
  'approval wanted': 'asked',
  'remedy running': 'running',
  watching: 'mended',
  'remedy verified': 'mended',
  'well again': 'mended',
  resolved: 'closed',
  cancelled: 'closed',
  'closed as false alarm': 'closed',
};

/**
 * The newest incident whose card was posted after `after`; null where there is none.
 * @param after a message's ts; the empty text for all
 */
export function newestIncident(state: Pick<PageState, 'people' | 'messages'>, after: string): TourIncident | null {
  const card = newestCard(state);
  if (card === null || Number(card.ts) <= Number(after)) return null;
  const status = statusOf(card);
  const report = state.messages.flatMap(({ threadTs, files }) => (threadTs === card.ts ? files : []));
  return {
    id: incidentIn(card) ?? '',
    phase: PHASES[status] ?? 'verdict',
    offers: actionsOf(card).includes('request_remedy'),
    resolved: status === 'resolved',
    document: report.find(({ name }) => name.endsWith('-report.md'))?.name ?? null,
  };
}

/** The card of the newest incident: of the bot's messages that name it, the first one in a channel. */
export function newestCard({ people, messages }: Pick<PageState, 'people' | 'messages'>): PageMessage | null {
  const bots = new Set(people.filter(({ bot }) => bot).map(({ id }) => id));
  const cards = new Map<string, PageMessage>();
  for (const message of messages) {
    const id = incidentIn(message);
    if (id === null || !bots.has(message.author) || !standsInChannel(message)) continue;
    const before = cards.get(id);
    if (before === undefined || Number(message.ts) < Number(before.ts)) cards.set(id, message);
  }
  return [...cards.values()].reduce<PageMessage | null>(
    (newest, card) => (newest === null || Number(card.ts) > Number(newest.ts) ? card : newest),
    null,
  );
}

function standsInChannel({ threadTs, ts, ephemeral, blocks }: PageMessage): boolean {
  return !ephemeral && (threadTs === null || threadTs === ts) && headerOf(blocks) !== null;
}

function incidentIn({ text }: PageMessage): string | null {
  return /\bINC-\d+\b/.exec(text)?.[0] ?? null;
}

/** What stands after the service: `out of memory` of `🔴 api down: out of memory`. */
function statusOf({ blocks }: PageMessage): string {
  return (headerOf(blocks) ?? '').replace(/^.*?: /, '');
}

function headerOf(blocks: readonly Block[]): string | null {
  const header = blocks.find((block) => block.type === 'header');
  return header?.text.text ?? null;
}

function actionsOf({ blocks }: PageMessage): string[] {
  return blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.flatMap(({ action_id: id }) => (id === undefined ? [] : [id.split(/[:.]/)[0] ?? '']))
      : [],
  );
}
