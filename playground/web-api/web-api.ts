import type { IncomingHttpHeaders } from 'node:http';
import type { Fault, Faults } from '../faults.js';
import type { Limits } from '../limits.js';
import type { Parts } from '../parts.js';
import { requireScope } from './access.js';
import type { Answer, Method } from './method.js';
import { Refusal } from './refusal.js';
import { json, type Reply } from './reply.js';
import { limited, spoiled } from './spoil.js';

/** One call an app has made, as a test may want to count it. */
export interface Call {
  readonly method: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Milliseconds. */
  readonly at: number;
  /** `ok`, an error code, or the kind of a fault. */
  readonly outcome: string;
}

/** Slack's Web API: token, limit, scope, then the method itself; faults spoil any of it. */
export class WebApi {
  readonly calls: Call[] = [];
  readonly #parts: Parts;
  readonly #methods: ReadonlyMap<string, Method>;
  readonly #limits: Limits;
  readonly #faults: Faults;

  constructor(parts: Parts, methods: ReadonlyMap<string, Method>, limits: Limits, faults: Faults) {
    this.#parts = parts;
    this.#methods = methods;
    this.#limits = limits;
    this.#faults = faults;
  }

  answer(name: string, headers: IncomingHttpHeaders, input: Readonly<Record<string, unknown>>): Reply {
    const at = this.#parts.clock();
    const fault = this.#faults.take(name, input);
    if (fault?.afterEffect === true) this.#perform(name, headers, input);
    const { reply, outcome } = fault === undefined ? this.#perform(name, headers, input) : spoiledBy(fault);
    this.calls.push({ method: name, input, at, outcome });
    return reply;
  }

  #perform(name: string, headers: IncomingHttpHeaders, input: Readonly<Record<string, unknown>>): Done {
    const scopes = { 'x-oauth-scopes': this.#parts.manifest.oauth_config.scopes.bot.join(',') };
    try {
      const method = this.#methods.get(name);
      if (method === undefined) throw new Refusal('unknown_method', { req_method: name });
      this.#authenticate(method, headers, input);
      const channel = typeof input['channel'] === 'string' ? input['channel'] : '';
      const wait = this.#limits.take(name, method.tier, channel);
      if (wait !== undefined) return { reply: limited(wait), outcome: 'ratelimited' };
      requireScope(this.#parts, method.scopes);
      const answer: Answer = method.run(input, this.#parts);
      return { reply: json(200, { ok: true, ...answer }, scopes), outcome: 'ok' };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { reply: json(200, { ok: false, error: error.code, ...error.details }, scopes), outcome: error.code };
    }
  }

  #authenticate(method: Method, headers: IncomingHttpHeaders, input: Readonly<Record<string, unknown>>): void {
    const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
    // An app's token counts in the header only.
    const token = bearer ?? (method.token === 'bot' ? input['token'] : undefined);
    if (typeof token !== 'string' || token === '') throw new Refusal('not_authed');
    const kind = this.#parts.tokens.kindOf(token);
    if (kind === undefined) throw new Refusal('invalid_auth');
    if (this.#parts.tokens.isRevoked(kind)) throw new Refusal('token_revoked');
    if (kind !== method.token) throw new Refusal('not_allowed_token_type');
  }
}

interface Done {
  readonly reply: Reply;
  readonly outcome: string;
}

function spoiledBy(fault: Fault): Done {
  return { reply: spoiled(fault), outcome: typeof fault.kind === 'string' ? fault.kind : fault.kind.error };
}
