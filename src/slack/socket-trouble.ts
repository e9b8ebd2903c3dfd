import { failureOf } from './api.js';
import { LinkEnded } from './socket-link.js';
import { BAD_TOKEN } from './token-watch.js';

/** Why there is no connection, in sentences for the log, for /healthz, and for who starts the bot. */
export interface Trouble {
  readonly what: string;
  readonly next: string;
  /** Slack said no: trying again soon will not help, somebody has to do something. */
  readonly refused: boolean;
  /** How long Slack asks us to wait, ms; null when it did not say. */
  readonly waitMs: number | null;
}

type Words = Pick<Trouble, 'what' | 'next'>;

const NEW_TOKEN =
  'Make an app-level token with the scope connections:write (api.slack.com/apps, Basic Information, App-Level Tokens), set it as SLACK_APP_TOKEN and start the bot again.';
const SWITCH_ON =
  'Switch Socket Mode on (api.slack.com/apps, Socket Mode), or set SLACK_SIGNING_SECRET to use HTTP and start the bot again.';

const REFUSALS: Readonly<Record<string, Words>> = {
  missing_scope: { what: 'SLACK_APP_TOKEN lacks the scope connections:write.', next: NEW_TOKEN },
  not_allowed_token_type: { what: 'SLACK_APP_TOKEN is not an app-level token.', next: NEW_TOKEN },
  link_disabled: { what: 'Socket Mode was switched off for this app.', next: SWITCH_ON },
  access_denied: { what: 'Slack does not let this app connect (access_denied).', next: SWITCH_ON },
};
/** Connections of programs that are gone count until Slack notices. */
const FULL: Trouble = {
  what: 'Slack allows ten connections for this app, and all are taken.',
  next: 'Stop other programs that use SLACK_APP_TOKEN. The bot tries again every half minute.',
  refused: false,
  waitMs: 30_000,
};

/** Explains what went wrong while opening a connection, or why one ended (`LinkEnded`). */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof LinkEnded) return ended(error.reason);
  const failure = failureOf(error);
  if (failure.failed === 'later') return passing('Slack asks the bot to wait before it connects.', failure.retryMs);
  if (failure.failed === 'ambiguous')
    return passing(`Slack could not be reached (${error instanceof Error ? error.message : String(error)}).`);
  return refusal((error as { data?: { error?: string } }).data?.error ?? failure.reason);
}

function ended(reason: string): Trouble {
  if (reason === 'too_many_websockets') return FULL;
  return Object.hasOwn(REFUSALS, reason) ? refusal(reason) : passing(`A connection to Slack ended (${reason}).`);
}

function passing(what: string, waitMs: number | null = null): Trouble {
  return { what, next: 'The bot connects again by itself.', refused: false, waitMs };
}

function refusal(word: string): Trouble {
  return { ...wordsFor(word), refused: true, waitMs: null };
}

function wordsFor(word: string): Words {
  const known = Object.hasOwn(REFUSALS, word) ? REFUSALS[word] : undefined;
  if (known !== undefined) return known;
  return BAD_TOKEN.includes(word)
    ? { what: `Slack does not accept SLACK_APP_TOKEN (${word}): it was revoked, or is mistyped.`, next: NEW_TOKEN }
    : { what: `Slack does not let the bot connect (${word}).`, next: 'The bot tries again.' };
}
