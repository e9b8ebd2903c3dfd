import type { Text } from '../text/text.js';

/** A button. `action` says what it does, `value` about what; both are opaque to the person and looked up again at the click. */
export interface Button {
  readonly action: Action;
  readonly value: string;
  /** Verb and object, at most 22 characters. */
  readonly label: string;
  /** What a screen reader says: label, target. */
  readonly spoken: string;
  readonly primary: boolean;
}

/** Everything a person can press. */
export const ACTIONS = ['diagnose', 'close_false_alarm', 'run_runbook', 'show_runbooks'] as const;
export type Action = (typeof ACTIONS)[number];

export type Block =
  | { readonly kind: 'header'; readonly title: string }
  | { readonly kind: 'section'; readonly says: Text; readonly menu?: readonly Button[] }
  | { readonly kind: 'buttons'; readonly buttons: readonly Button[] }
  | { readonly kind: 'context'; readonly says: Text }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  /** Foreign lines, shown as they are. */
  | { readonly kind: 'quote'; readonly title: string; readonly lines: readonly string[] };

/** A message as people get it, wherever it is shown. */
export interface Message {
  readonly blocks: readonly Block[];
  /** The same in one line for notifications and screen readers: no emoji, no markup, times in UTC. */
  readonly plain: Text;
}

/** A message to one person: what stands in `plain` is all of it unless there are blocks. */
export function note(...says: Text): Message {
  return { blocks: [{ kind: 'section', says }], plain: says };
}

/** Everybody whose name a message shows. */
export function peopleIn({ blocks, plain }: Message): string[] {
  const texts = [
    plain,
    ...blocks.flatMap((block) => ('says' in block ? [block.says] : block.kind === 'list' ? block.items : [])),
  ];
  return texts.flat().flatMap((part) => (typeof part === 'object' && 'person' in part ? [part.person] : []));
}
