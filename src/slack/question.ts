import { z } from 'zod';
import { cleanText, cutText } from '../text/clean.js';

/** One question to Slack's Web API, outside of a running bot. */
export interface SlackQuestion {
  readonly method: string;
  readonly token: string;
  readonly apiUrl: string | null;
  readonly input?: Readonly<Record<string, string>>;
}

/** What came of it. */
export type SlackAnswer = SlackReply | { readonly said: 'nothing'; readonly reason: string };

export interface SlackReply {
  readonly said: 'ok' | 'refused';
  /** The body, `{ ok, error, … }`. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Slack's word for a refusal; empty where it did what was asked. */
  readonly error: string;
  /** The scopes of the token (`x-oauth-scopes`); null where Slack did not tell. */
  readonly scopes: readonly string[] | null;
  /** Slack's clock (`Date`), and when it was asked and had answered by ours, all in ms since 1970. */
  readonly clock: { readonly theirs: number; readonly from: number; readonly to: number } | null;
}

const SLACK = 'https://slack.com/api/';
const body = z.looseObject({ ok: z.boolean(), error: z.string().default('') });

/**
 * Asks, with the headers Bolt's client keeps to itself: the scopes a token has and Slack's clock. Never throws for what Slack
 * or the network does; `signal` ends it.
 */
export async function askSlack(question: SlackQuestion, signal: AbortSignal): Promise<SlackAnswer> {
  const { method, token, apiUrl, input = {} } = question;
  const url = `${apiUrl ?? SLACK}${method}`;
  const from = Date.now();
  try {
    const form = new URLSearchParams(input);
    const response = await fetch(url, {
      method: 'POST',
      body: form,
      headers: { authorization: `Bearer ${token}` },
      signal,
    });
    const to = Date.now();
    const parsed = body.safeParse(await response.json().catch(() => null));
    if (!parsed.success)
      return nothing(`HTTP ${response.status} and no answer of Slack's; is something else at that address?`);
    return {
      said: parsed.data.ok ? 'ok' : 'refused',
      body: parsed.data,
      error: parsed.data.error,
      scopes: scopesOf(response.headers.get('x-oauth-scopes')),
      clock: clockOf(response.headers.get('date'), from, to),
    };
  } catch (error) {
    signal.throwIfAborted();
    return nothing(wordOf(error));
  }
}

function nothing(reason: string): SlackAnswer {
  return { said: 'nothing', reason };
}

function scopesOf(header: string | null): string[] | null {
  return header === null
    ? null
    : header
        .split(',')
        .map((scope) => scope.trim())
        .filter((scope) => scope !== '');
}

/** HTTP dates have whole seconds: in the mean half a second has passed. */
function clockOf(header: string | null, from: number, to: number): SlackReply['clock'] {
  const theirs = Date.parse(header ?? '');
  return Number.isNaN(theirs) ? null : { theirs: theirs + 500, from, to };
}

/** `fetch` packs what happened into causes. */
function wordOf(error: unknown): string {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message?: string };
  return cutText(cleanText(cause?.code ?? cause?.message ?? message ?? String(error)), 200);
}
