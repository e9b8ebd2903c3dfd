import { afterEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { freePorts } from '../../../demo/ports.js';
import type { Workspace } from '../../../playground/workspace.js';
import { packageRoot } from '../../../src/package-root.js';
import { program } from './program.js';
import { startWorkspace } from './flow.js';
import { cardsIn, headerOf } from './reading.js';

const SCRIPT = 'dist/scripts/smoke-slack.js';
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Runs the script, and does in the workspace what it asks of a person for as long as `obeys` says so. */
async function smoke(
  workspace: Workspace,
  env: Readonly<Record<string, string>>,
  obeys: (turn: string) => boolean = () => true,
): Promise<{ code: number | null; out: string }> {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [SCRIPT], {
    cwd: packageRoot(),
    env: { PATH, HOME, SLACK_API_URL: workspace.apiUrl, SMOKE_CHANNEL: 'inc-api', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    const turn = /^Your turn: (.*)$/.exec(line)?.[1];
    if (turn !== undefined && obeys(turn)) await obey(workspace, turn);
  }
  const [code] = (await ended) as [number | null];
  return { code, out: lines.join('\n') };
}

/** What a person would do who reads this. */
async function obey(workspace: Workspace, turn: string): Promise<void> {
  const ada = workspace.person('ada');
  const command = /^in (#\S+), type: (.*)$/.exec(turn);
  const card = cardsIn(workspace)[0];
  if (command !== null) await ada.command(command[1] ?? '', command[2] ?? '');
  else if (card === undefined) throw new Error(`no card to press on: ${turn}`);
  else if (turn.includes('choose: '))
    await ada.overflow(card, turn.slice(turn.indexOf('choose: ') + 'choose: '.length));
  else {
    await ada.click(card, turn.slice(turn.indexOf('card: ') + 'card: '.length));
    const modal = await workspace.waitFor(() => workspace.modals('ada').at(-1), { what: 'a window' });
    await ada.submit(modal, { 'What fixed it?': 'it was made well again' });
  }
}

async function workspaceOf(changes: Parameters<typeof startWorkspace>[0] = {}): Promise<Workspace> {
  const workspace = await startWorkspace(changes);
  closing.push(() => workspace.stop());
  return workspace;
}

describe('npm run smoke:slack', () => {
  test.each(['http', 'socket'] as const)(
    'walks a workspace through the main job over %s and reports every step',
    async (transport) => {
      const workspace = await workspaceOf({ transport });
      const { botToken, appToken, signingSecret } = workspace.identity;
      const [port = 0] = await freePorts(1);
      if (transport === 'http') workspace.connectApp(`http://127.0.0.1:${port}/slack/events`);
      const way =
        transport === 'http'
          ? { SLACK_SIGNING_SECRET: signingSecret, PORT: String(port), HOST: '127.0.0.1' }
          : { SLACK_APP_TOKEN: appToken };
      const { code, out } = await smoke(workspace, { SLACK_BOT_TOKEN: botToken, ...way });

      for (const step of [
        'ok     A command opens an incident: its card stands in the channel (after ',
        'ok     The card is edited to the verdict: 🔴 smoke down: told to fail (after ',
        'ok     The evidence is in its thread: INC-1 evidence, run 1: 1 of 1 checks answered',
        'ok     A choice in the menu reaches the bot: INC-1 evidence, run 2',
        'ok     The card shows the new verdict: ✅ smoke up: well again (after ',
        'ok     A button opens a window, and the card is closed: 🏁 smoke up: resolved (after ',
        'ok     What is left to do is in its thread: ',
      ])
        expect(out).toContain(step);
      expect(out).toMatch(/\nNothing is wrong; \d could not be looked at\.$/);
      expect(code).toBe(0);
      expect(out).not.toMatch(new RegExp([botToken, appToken, signingSecret].join('|')));
      expect(cardsIn(workspace).map(headerOf)).toEqual(['🏁 smoke up: resolved']);
    },
  );

  test('says which step was not seen, and what to look at: exit code 1', async () => {
    const workspace = await workspaceOf({ transport: 'socket' });
    const { botToken, appToken } = workspace.identity;
    const env = { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SMOKE_WAIT: '10' };
    const { code, out } = await smoke(workspace, env, (turn) => !turn.includes('menu'));
    expect(out).toMatch(/\nwrong {2}A choice in the menu reaches the bot: not seen within .* → check Interactivity/);
    expect(out).not.toContain('send off');
    expect(code).toBe(1);
  });

  test('starts nothing where Slack is not set up right', async () => {
    const workspace = await workspaceOf();
    const wrong = await smoke(workspace, {
      SLACK_BOT_TOKEN: 'xoxb-wrong',
      SLACK_APP_TOKEN: workspace.identity.appToken,
    });
    expect(wrong.out).toMatch(/^\s*wrong {2}Slack token: Slack does not know this token/);
    expect(wrong.code).toBe(1);
    const { botToken, appToken } = workspace.identity;
    const nowhere = await smoke(workspace, {
      SLACK_BOT_TOKEN: botToken,
      SLACK_APP_TOKEN: appToken,
      SMOKE_CHANNEL: '#general',
    });
    expect(nowhere.out).toContain(
      'wrong  Channel: the bot is in no channel called #general → invite it there, or correct SMOKE_CHANNEL',
    );
    expect(nowhere.code).toBe(1);
    expect(workspace.calls('chat.postMessage')).toEqual([]);
  });

  test('without settings says which it needs: exit code 3', async () => {
    const { code, err, out } = await program(SCRIPT, [], {});
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toMatch(/SLACK_BOT_TOKEN.*\n.*SMOKE_CHANNEL/);
  });
});
