import type { Workspace } from '../playground/workspace.js';
import type { Eyes } from './page-eyes.js';

/** Says things in #inc-api as the bot does, and learns when a window showed them. */
export class PageBot {
  readonly #workspace: Workspace;
  readonly #eyes: Eyes;
  readonly #channel: string;
  #said = 0;

  constructor(workspace: Workspace, eyes: Eyes) {
    this.#workspace = workspace;
    this.#eyes = eyes;
    this.#channel = workspace.channel('#inc-api').id;
  }

  /** Posts so many cards, one after another; ms each from the answer until it stands in the page. */
  async posts(times: number): Promise<number[]> {
    const took: number[] = [];
    while (took.length < times) took.push((await this.#shown('chat.postMessage', {})).ms);
    return took;
  }

  /** The same for edits of one card. */
  async edits(times: number): Promise<number[]> {
    const { ts } = await this.#shown('chat.postMessage', {});
    const took: number[] = [];
    while (took.length < times) took.push((await this.#shown('chat.update', { ts })).ms);
    return took;
  }

  /** Posts so many cards and waits for the last. */
  async fill(times: number): Promise<void> {
    for (let posted = 1; posted < times; posted += 1) await this.#call('chat.postMessage', {}, this.#next());
    await this.#shown('chat.postMessage', {});
  }

  async #shown(method: string, more: object): Promise<{ readonly ms: number; readonly ts: string }> {
    const words = this.#next();
    const seen = this.#eyes.see(words);
    const { ts, at } = await this.#call(method, more, words);
    // It may stand there before the answer has come back to us.
    return { ts, ms: Math.max(0, (await seen) - at) };
  }

  #next(): string {
    this.#said += 1;
    return `measured-${this.#said}.`;
  }

  async #call(method: string, more: object, words: string): Promise<{ readonly ts: string; readonly at: number }> {
    const response = await fetch(`${this.#workspace.apiUrl}${method}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        authorization: `Bearer ${this.#workspace.identity.botToken}`,
      },
      body: JSON.stringify({ channel: this.#channel, text: words, blocks: cardThatSays(words), ...more }),
    });
    const answer = (await response.json()) as { ok: boolean; ts?: string; error?: string };
    const at = Date.now();
    if (!answer.ok || answer.ts === undefined) throw new Error(`${method}: ${answer.error ?? 'no ts'}`);
    return { ts: answer.ts, at };
  }
}

/** A message as rich as a card of the bot's. */
function cardThatSays(words: string): object[] {
  const text = (says: string) => ({ type: 'mrkdwn', text: says });
  const button = (label: string, at: number) => ({
    type: 'button',
    action_id: `request_remedy:${at}`,
    text: { type: 'plain_text', text: label, emoji: true },
    value: 'INC-1:1',
  });
  return [
    { type: 'header', text: { type: 'plain_text', text: '🔴 api down: out of memory', emoji: true } },
    { type: 'section', expand: true, text: text(`*Next:* raise memory of api to 512 MiB. ${words}`) },
    {
      type: 'section',
      expand: true,
      text: text('• killed by the kernel for memory, exit 137 (Docker)\n• `/v1/health` refused (bot)'),
    },
    { type: 'actions', elements: [button('Raise memory: 512 MiB', 0), button('Restart api', 1)] },
    { type: 'context', elements: [text('INC-1 · Critical · opened by ada')] },
  ];
}
