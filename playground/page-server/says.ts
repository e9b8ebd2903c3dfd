import type { Delivery } from '../door.js';
import { Refusal } from '../web-api/refusal.js';
import type { PageAnswer } from './protocol.js';

/** Nothing went wrong. */
export const FINE: PageAnswer = { ok: true };

/** What Slack would show the person instead. */
export function no(says: string): PageAnswer {
  return { ok: false, says };
}

/** What came of a command, in the words Slack puts below the composer. */
export function ofCommand(name: string, delivery: Delivery): PageAnswer {
  if (delivery.acknowledged) return FINE;
  return no(`${name} failed with the error "${delivery.error ?? 'dispatch_failed'}". ${because(delivery)}`);
}

/** What came of a press, or of a shortcut. */
export function ofPress(delivery: Delivery): PageAnswer {
  return delivery.acknowledged ? FINE : no(`${because(delivery)} (${delivery.error ?? 'dispatch_failed'})`);
}

/** What came of sending a window off. */
export function ofSubmission(delivery: Delivery): PageAnswer {
  if (delivery.acknowledged) return FINE;
  return no(`We had some trouble connecting. Try again? (${delivery.error ?? 'dispatch_failed'})`);
}

/**
 * What somebody is told of a deed that their client would not let them do, or whose answer Slack does not understand.
 * Anything else that is thrown is a mistake of ours and thrown on.
 */
export function ofError(error: unknown): PageAnswer {
  if (error instanceof Refusal) return no(`Slack did not understand the app's answer (${error.code}).`);
  if (error instanceof Error && error.name === 'Error') return no(sentence(error.message));
  throw error;
}

function because({ error }: Delivery): string {
  if (error === 'operation_timeout') return 'That took too long: the app did not answer within three seconds.';
  if (error === 'http_client_error' || error === 'http_service_error') return 'The app answered with an error.';
  return 'The app could not be reached.';
}

function sentence(words: string): string {
  const begun = words.slice(0, 1).toUpperCase() + words.slice(1);
  return /[.?]$/.test(begun) ? begun : `${begun}.`;
}
