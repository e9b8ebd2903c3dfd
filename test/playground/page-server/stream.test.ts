import { createServer } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PagePanel } from '../../../playground/page-server/protocol.js';
import { View } from '../../../playground/page-server/view.js';
import { Windows } from '../../../playground/page-server/windows.js';
import type { Workspace } from '../../../playground/workspace.js';
import { Bench, call, card } from '../helpers.js';
import { Desk, Window } from './browser.js';

const bench = new Bench();
const desk = new Desk();
afterEach(async () => {
  await desk.clear();
  await bench.clear();
});

const WELL: PagePanel = {
  ...{ services: [], faults: [], broken: null, busy: null, slack: 'none', complaint: null },
};

/** What the window should show, as it went over the wire. */
function truth(workspace: Workspace, name: string): unknown {
  const parts = { ada: 'responder', sam: 'approver', kim: 'bystander' };
  const state = { panel: null, missing: null, bot: 'running' as const };
  const view = new View(workspace, { parts, state: () => state });
  const person = view.person(name);
  if (person === undefined) throw new Error('nobody');
  return JSON.parse(JSON.stringify(view.of(person)));
}

/** The windows without the rest of the page, so that they can be counted. */
async function windowsAlone(workspace: Workspace, heartbeatMs: number): Promise<{ windows: Windows; url: string }> {
  const view = new View(workspace, { parts: {}, state: () => ({ panel: null, missing: null, bot: 'running' }) });
  const windows = new Windows(view, heartbeatMs);
  const person = view.person('ada');
  if (person === undefined) throw new Error('nobody');
  const server = createServer((_, response) => windows.open(person, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = workspace.onChange(() => windows.changed());
  desk.after(() => {
    stop();
    windows.close();
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { windows, url: `http://127.0.0.1:${(server.address() as { port: number }).port}` };
}

async function mark(workspace: Workspace, windows: readonly Window[], text: string): Promise<void> {
  await workspace.person('kim').say('#inc-api', text);
  for (const window of windows) await window.until(() => window.texts().includes(text));
}

describe('the stream', () => {
  test('begins with the state, then tells only what is different', async () => {
    const workspace = await bench.workspace();
    const page = await desk.open(workspace);
    await workspace.person('kim').say('#inc-api', 'before');
    const window = await desk.window(page, 'ada');
    expect(window.events.map(({ is }) => is)).toEqual(['state']);
    expect(window.texts()).toEqual(['before']);
    await workspace.person('kim').say('#inc-api', 'after');
    await window.until(() => window.events.length > 1);
    expect(window.events[1]).toMatchObject({ is: 'change', messages: [{ text: 'after' }], gone: [], rest: {} });
  });

  test('ten changes at once are one event', async () => {
    const workspace = await bench.workspace();
    const window = await desk.window(await desk.open(workspace), 'ada');
    const kim = workspace.person('kim');
    await Promise.all(Array.from({ length: 10 }, (_, index) => kim.say('#inc-api', `message ${index}`)));
    await window.until(() => window.texts().length === 10);
    expect(window.events).toHaveLength(2);
  });

  test('a change for somebody else alone is no event', async () => {
    const workspace = await bench.workspace();
    const page = await desk.open(workspace);
    const [ada, sam] = [await desk.window(page, 'ada'), await desk.window(page, 'sam')];
    const channel = workspace.channel('#inc-api').id;
    await call(workspace, 'chat.postEphemeral', { channel, user: workspace.person('ada').id, text: 'only ada' });
    await ada.until(() => ada.texts().includes('only ada'));
    await mark(workspace, [ada, sam], 'everybody');
    expect(JSON.stringify(sam.events)).not.toContain('only ada');
  });

  test('what is deleted is gone, and what is not theirs to see never comes', async () => {
    const workspace = await bench.workspace();
    const page = await desk.open(workspace);
    const [kim, sam] = [await desk.window(page, 'kim'), await desk.window(page, 'sam')];
    await workspace.person('sam').say('#private-ops', 'a secret');
    const message = await workspace.person('sam').say('#inc-api', 'oops');
    await kim.until(() => kim.texts().includes('oops'));
    workspace.person('sam').delete(message);
    await kim.until(() => !kim.texts().includes('oops'));
    await sam.until(() => sam.texts().includes('a secret'));
    expect(JSON.stringify(kim.events)).not.toContain('a secret');
    workspace.channel('#private-ops').add('kim');
    await kim.until(() => kim.state.channels.some(({ name }) => name === 'private-ops'));
    expect(kim.texts()).toContain('a secret');
  });

  test('the bot, the panel and the heartbeat are told without a change in the workspace', async () => {
    let bot: 'running' | 'gone' = 'running';
    let panel = WELL;
    const listeners = new Set<() => void>();
    const page = await desk.open(await bench.workspace(), {
      bot: () => bot,
      heartbeatMs: 20,
      missing: 'Docker is missing.',
      panel: {
        state: () => panel,
        on: (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        break: () => ({ ok: true }),
        heal: () => ({ ok: true }),
        slack: () => ({ ok: true }),
      },
    });
    const window = await desk.window(page, 'ada');
    expect(window.state).toMatchObject({ bot: 'running', missing: 'Docker is missing.', panel: { broken: null } });
    bot = 'gone';
    page.refresh();
    await window.until(() => window.state.bot === 'gone');
    panel = { ...WELL, broken: 'oom' };
    for (const listener of listeners) listener();
    await window.until(() => window.state.panel?.broken === 'oom');
    expect(window.events.slice(1)).toEqual([
      { is: 'change', messages: [], gone: [], rest: { bot: 'gone' } },
      { is: 'change', messages: [], gone: [], rest: { panel } },
    ]);
    await window.until(() => window.other.includes(': still here'));
    await desk.clear();
    expect(listeners.size).toBe(0);
  });

  test('two windows of one person see the same, and one that comes back begins anew', async () => {
    const workspace = await bench.workspace();
    const page = await desk.open(workspace);
    const [one, other] = [await desk.window(page, 'ada'), await desk.window(page, 'ada')];
    await mark(workspace, [one, other], 'first');
    one.close();
    await mark(workspace, [other], 'second');
    const again = await desk.window(page, 'ada');
    expect(again.events.map(({ is }) => is)).toEqual(['state']);
    expect(again.state).toEqual(other.state);
    expect(again.texts()).toEqual(['first', 'second']);
  });

  test('a window that does not read is dropped, and the others are told meanwhile', async () => {
    const workspace = await bench.workspace();
    const { windows, url } = await windowsAlone(workspace, 1_000);
    const [slow, other] = [await Window.open(url, 'ada'), await Window.open(url, 'ada')];
    slow.pause();
    const kim = workspace.person('kim');
    // More than the buffers between two sockets of this machine take.
    for (let index = 0; index < 600; index += 1) {
      await kim.say('#inc-api', `${index} ${'x'.repeat(39_000)}`);
      if (index % 50 === 49) await other.until(() => other.texts().length > index);
    }
    await mark(workspace, [other], 'last');
    while (windows.count > 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect([slow.texts().includes('last'), other.ended]).toEqual([false, false]);
    slow.resume();
    await slow.untilEnded();
  });

  test('closing the page ends the streams', async () => {
    const page = await desk.open(await bench.workspace());
    const window = await desk.window(page, 'ada');
    await page.close();
    await window.untilEnded();
    expect(window.ended).toBe(true);
  });
});

describe('state and changes', () => {
  const who = fc.constantFrom('ada', 'sam', 'kim');
  const step = fc.oneof(
    fc.record({ do: fc.constant('say' as const), who, reply: fc.boolean() }),
    fc.record({ do: fc.constant('delete' as const), who }),
    fc.record({ do: fc.constant('react' as const), who }),
    fc.record({ do: fc.constant('post' as const), who }),
    fc.record({ do: fc.constant('update' as const), who }),
    fc.record({ do: fc.constant('tell' as const), who }),
    fc.record({ do: fc.constant('leave' as const), who }),
    fc.record({ do: fc.constant('join' as const), who }),
  );
  type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

  async function take(workspace: Workspace, made: Step): Promise<void> {
    const channel = workspace.channel('#inc-api');
    const last = channel.messages().at(-1);
    const mine = channel.messages().findLast(({ author }) => author === workspace.identity.botUserId);
    const person = workspace.person(made.who);
    if (made.do === 'say') {
      const thread = made.reply && last !== undefined ? { threadTs: last.ts } : {};
      await person.say('#inc-api', 'words', thread).catch(() => undefined);
    } else if (made.do === 'delete' && last !== undefined) person.delete(last);
    else if (made.do === 'react' && last !== undefined) await person.react(last, 'pushpin').catch(() => undefined);
    else if (made.do === 'post') await card(workspace);
    else if (made.do === 'update' && mine !== undefined)
      await call(workspace, 'chat.update', {
        channel: channel.id,
        ts: mine.ts,
        text: `changed ${mine.versions.length}`,
      });
    else if (made.do === 'tell')
      await call(workspace, 'chat.postEphemeral', { channel: channel.id, user: person.id, text: 'only you' });
    else if (made.do === 'leave') channel.remove(made.who);
    else if (made.do === 'join') channel.add(made.who);
  }

  test('together are the state, whatever happens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const workspace = await bench.workspace({ limits: { enabled: false } });
        const page = await desk.open(workspace);
        const windows = [await desk.window(page, 'ada'), await desk.window(page, 'sam')];
        for (const one of steps) await take(workspace, one);
        workspace.channel('#inc-api').add('ada');
        workspace.channel('#inc-api').add('sam');
        workspace.channel('#inc-api').add('kim');
        await mark(workspace, windows, 'the end');
        expect(windows[0]?.state).toEqual(truth(workspace, 'ada'));
        expect(windows[1]?.state).toEqual(truth(workspace, 'sam'));
        await desk.clear();
        await bench.clear();
      }),
      { numRuns: 20 },
    );
  });
});
