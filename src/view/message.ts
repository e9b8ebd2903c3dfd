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
  /** Asked before the press counts; absent for what changes nothing. */
  readonly confirm?: Confirm;
}

/** The question between a press and its effect. */
export interface Confirm {
  /** The question, at most 100 characters. */
  readonly title: string;
  /** The deed, as words of at most 300 characters. */
  readonly says: Text;
  /** The two answers, at most 30 characters each. */
  readonly yes: string;
  readonly no: string;
}

/**
 * Everything a person can press. The value is an incident (`INC-12`), a runbook, or for remedies the incident and a number (`INC-12:3`):
 * of an offer for `request_remedy` and `break_glass`, of a request for the others. Further: `INC-12:2` is a page for `show_timeline`,
 * `INC-12:20` minutes for `snooze_update`, `INC-12:post_mortem` a task for `tick_task`, `untick_task` and `draft_task`,
 * `INC-12:1733281500.000100` a message of the channel for `pin_message`.
 */
export const ACTIONS = [
  'diagnose',
  'close_false_alarm',
  'run_runbook',
  'show_runbooks',
  'request_remedy',
  'approve_remedy',
  'deny_remedy',
  'withdraw_remedy',
  'break_glass',
  'say_happened',
  'say_not_happened',
  'acknowledge',
  'take_command',
  'escalate',
  'add_note',
  'show_timeline',
  'resolve_incident',
  'reopen_incident',
  'snooze_update',
  'tick_task',
  'untick_task',
  'check_data',
  'draft_task',
  'pin_message',
  'post_stats',
] as const;
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

/** A block of text. */
export function section(...says: Text): Block {
  return { kind: 'section', says };
}

/** A block of small text. */
export function context(...says: Text): Block {
  return { kind: 'context', says };
}

/** A row of buttons; nothing where there are none. */
export function buttons(...row: readonly Button[]): Block[] {
  return row.length === 0 ? [] : [{ kind: 'buttons', buttons: row }];
}

/** Everybody whose name a message shows, mentioned or not. */
export function peopleIn({ blocks, plain }: Message): string[] {
  const texts = [
    plain,
    ...blocks.flatMap((block) => ('says' in block ? [block.says] : block.kind === 'list' ? block.items : [])),
  ];
  return texts.flat().flatMap((part) => {
    if (typeof part === 'string') return [];
    if ('person' in part) return [part.person];
    return 'mention' in part && part.mention.startsWith('slack:') ? [part.mention] : [];
  });
}
