import { afterEach, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { acme } from '../../playground/fixture.js';
import { readManifest } from '../../playground/manifest.js';
import type { WorkspaceOptions } from '../../playground/options.js';
import { Workspace } from '../../playground/workspace.js';
import type { Config, SlackConfig } from '../../src/config.js';
import type { Line } from '../../src/doctor/line.js';
import { manifestScopes } from '../../src/doctor/manifest.js';
import { asText } from '../../src/doctor/report.js';
import { slackLines } from '../../src/doctor/slack.js';
import { packageRoot } from '../../src/package-root.js';
import { withShiftedClock } from './shifted-clock.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const MANIFEST = readManifest(`${packageRoot()}/manifest.yml`);
const ASKED = manifestScopes();

async function workspaceWith(
  changes: Partial<Omit<WorkspaceOptions, 'manifest'>> = {},
  scopes: readonly string[] = ASKED,
): Promise<Workspace> {
  const workspace = await Workspace.start(
    acme({ ...MANIFEST, oauth_config: { scopes: { bot: [...scopes] } } }, changes),
  );
  closing.push(() => workspace.stop());
  return workspace;
}

/** The doctor's lines for this workspace, over Socket Mode unless told otherwise. */
async function linesOf(
  workspace: Workspace,
  changes: Partial<SlackConfig> = {},
  people: Config['people'] = {},
  incidents: { ownChannels?: boolean; summaryChannels?: readonly string[]; alertsChannel?: string } = {},
): Promise<Line[]> {
  const { botToken, appToken } = workspace.identity;
  const slack: SlackConfig = { botToken, appToken, signingSecret: null, apiUrl: workspace.apiUrl, sharedChannels: [] };
  const { ownChannels = true, summaryChannels = [], alertsChannel = null } = incidents;
  const named = { ownChannels, summaryChannels, alertsChannel };
  const options = { slack: { ...slack, ...changes }, people, incidents: named, asked: ASKED };
  return slackLines(options, new AbortController().signal);
}

/** What stands in the report about this, a line each. */
function about(lines: readonly Line[], subject: string): string[] {
  const rows = asText(lines.filter((line) => line.about === subject)).split('\n');
  return rows.slice(0, -2);
}

const marks = (lines: readonly Line[]): string[] =>
  lines.filter(({ mark }) => mark === 'wrong').map((line) => line.about);

describe('a workspace that is set up well', () => {
  test('has nothing wrong, and every line says what was seen', async () => {
    const workspace = await workspaceWith();
    const lines = await linesOf(workspace);
    expect(marks(lines)).toEqual([]);
    expect(about(lines, 'Slack token')).toEqual([
      `ok     Slack token: Acme, as runbook (bot ${workspace.identity.botUserId})`,
    ]);
    expect(about(lines, 'Scopes')).toEqual([`ok     Scopes: all ${ASKED.length} that manifest.yml asks for`]);
    expect(about(lines, 'App token')).toEqual(['ok     App token: Slack opens Socket Mode connections with it']);
    expect(about(lines, "Clock beside Slack's clock")).toEqual(["ok     Clock beside Slack's clock: no difference"]);
    expect(about(lines, 'Channels')[0]).toBe('ok     Channels: the bot is in #inc-api, #private-ops, #partners');
    expect(about(lines, 'People')).toEqual(['skip   People: config.yml names none']);
  });

  test('needs fewer scopes where incidents have no channels of their own', async () => {
    const own = ['channels:manage', 'groups:write', 'bookmarks:read', 'bookmarks:write'];
    const fewer = ASKED.filter((scope) => !own.includes(scope));
    const workspace = await workspaceWith({}, fewer);
    expect(about(await linesOf(workspace, {}, {}, { ownChannels: false }), 'Scopes')).toEqual([
      `ok     Scopes: all ${fewer.length} that are needed without incidents.own_channels`,
    ]);
    expect(marks(await linesOf(workspace))).toEqual(['Scopes']);
  });

  test('says what cannot be known of a signing secret from here', async () => {
    const lines = await linesOf(await workspaceWith(), { signingSecret: 's', appToken: null });
    expect(about(lines, 'Signing secret')).toEqual([
      'skip   Signing secret: is set, so the bot takes HTTP; whether it is the right one shows only when Slack sends something → type /incident help in Slack; if that fails, copy it anew from Basic Information',
    ]);
  });

  test('a signing secret beside an app token: says which of the two counts', async () => {
    const lines = await linesOf(await workspaceWith(), { signingSecret: 's' });
    expect(about(lines, 'Signing secret')[0]).toContain('the bot takes HTTP and leaves SLACK_APP_TOKEN alone');
    expect(about(lines, 'App token')).toEqual([]);
  });
});

describe('tokens', () => {
  test('a bot token Slack does not know: one line, and what it hides is named', async () => {
    const lines = await linesOf(await workspaceWith(), { botToken: 'xoxb-wrong' });
    expect(about(lines, 'Slack token')).toEqual([
      'wrong  Slack token: Slack does not know this token (invalid_auth) → copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions into SLACK_BOT_TOKEN',
    ]);
    expect(marks(lines)).toEqual(['Slack token']);
    expect(lines.filter(({ mark }) => mark === 'skip').map((line) => line.about)).toEqual([
      'Scopes',
      'Channels',
      'People',
    ]);
    expect(about(lines, 'App token')).toHaveLength(1);
  });

  test('one that was revoked', async () => {
    const workspace = await workspaceWith();
    workspace.faults.add({ method: 'auth.test', kind: { error: 'token_revoked' } });
    expect(about(await linesOf(workspace), 'Slack token')).toEqual([
      'wrong  Slack token: Slack refuses (token_revoked) → reinstall the app to the workspace (OAuth & Permissions) and copy the token anew',
    ]);
  });

  test.each(['xapp-wrong', null])('a wrong app token, or none (%s)', async (appToken) => {
    const lines = await linesOf(await workspaceWith(), { appToken });
    expect(marks(lines)).toEqual(['App token']);
    expect(about(lines, 'App token')[0]).toContain('→ make an App-Level Token with the scope connections:write');
  });

  test('of a whole organisation are refused', async () => {
    const slack = createServer((_request, response) => {
      const body = {
        ok: true,
        team: 'Grid',
        user: 'runbook',
        user_id: 'U1',
        is_enterprise_install: true,
        channels: [],
      };
      response.end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => slack.close(resolve)));
    const apiUrl = `http://127.0.0.1:${(slack.address() as AddressInfo).port}/api/`;
    const lines = await linesOf(await workspaceWith(), { apiUrl });
    expect(about(lines, 'Slack token')[0]).toMatch(
      /^wrong .*Enterprise Grid organisation.* → install the app to one workspace$/,
    );
  });
});

describe('rights and places', () => {
  test('missing scopes are named, and what they keep the doctor from seeing', async () => {
    const lines = await linesOf(
      await workspaceWith(
        {},
        ASKED.filter((scope) => scope !== 'chat:write' && scope !== 'users:read'),
      ),
    );
    expect(about(lines, 'Scopes')).toEqual([
      'wrong  Scopes: chat:write, users:read are missing → add them under OAuth & Permissions, then reinstall the app',
    ]);
    const blind = await linesOf(
      await workspaceWith(
        {},
        ASKED.filter((scope) => scope !== 'groups:read'),
      ),
    );
    expect(about(blind, 'Channels')).toEqual([
      'wrong  Channels: Slack refuses without groups:read → add it under OAuth & Permissions, then reinstall the app',
    ]);
  });

  test('scopes beyond the manifest are worth knowing, and not wrong', async () => {
    const lines = await linesOf(await workspaceWith({}, [...ASKED, 'pins:write']));
    expect(marks(lines)).toEqual([]);
    expect(about(lines, 'Scopes')[1]).toBe(
      'note   Scopes: pins:write granted beyond manifest.yml → take out what nothing else needs',
    );
  });

  test('a bot in no channel: how to invite it', async () => {
    const lines = await linesOf(await workspaceWith({ channels: [{ name: 'inc-api', members: ['ada'], bot: false }] }));
    expect(about(lines, 'Channels')).toEqual([
      'wrong  Channels: the bot is in none, so it has no place for an incident → type /invite @runbook in your incident channel',
    ]);
  });

  test('of many channels some are named; archived ones do not count', async () => {
    const channels = Array.from({ length: 250 }, (_, index) => ({
      name: `c${index}`,
      members: ['ada'],
      bot: true,
      archived: index === 0,
    }));
    const workspace = await workspaceWith({ channels });
    expect(about(await linesOf(workspace), 'Channels')).toEqual([
      'ok     Channels: the bot is in #c1, #c2, #c3, #c4, #c5 and 244 more',
    ]);
    expect(workspace.calls('users.conversations')).toHaveLength(2);
  });

  test('shared channels: refused unless configured, and configured ones it is not in', async () => {
    const workspace = await workspaceWith();
    const partners = workspace.channel('#partners').info().id;
    expect(about(await linesOf(workspace), 'Channels')[1]).toBe(
      `note   Channels: #partners is shared with another organisation, so the bot gives no answer there → add ${partners} to slack.shared_channels in config.yml if it should`,
    );
    const lines = await linesOf(workspace, { sharedChannels: [partners, 'C0NOWHERE'] });
    expect(about(lines, 'Channels').slice(1)).toEqual([
      'wrong  Channels: the bot is not in C0NOWHERE, which slack.shared_channels names → invite it there, or correct the id in config.yml',
    ]);
  });

  test('channels for summaries and for alerts that it is not in', async () => {
    const workspace = await workspaceWith();
    const here = workspace.channel('#inc-api').info().id;
    const lines = await linesOf(workspace, {}, {}, { summaryChannels: [here, 'C0NOWHERE'], alertsChannel: 'C0AWAY' });
    expect(about(lines, 'Channels').slice(1, 3)).toEqual([
      'wrong  Channels: the bot is not in C0NOWHERE, which incidents.summary_channels names → invite it there, or correct the id in config.yml',
      'wrong  Channels: the bot is not in C0AWAY, which incidents.alerts_channel names → invite it there, or correct the id in config.yml',
    ]);
  });
});

describe('the people config.yml names', () => {
  const party = (over: Partial<Config['people'][string]>): Config['people'] => ({
    approvers: { name: 'approvers', groups: [], users: [], terminal: [], ...over },
  });

  test('are counted where Slack knows them all', async () => {
    const workspace = await workspaceWith();
    const people = party({
      groups: [workspace.group('api-approvers').id],
      users: [workspace.person('kim').id],
      terminal: ['kim'],
    });
    expect(about(await linesOf(workspace, {}, people), 'People')).toEqual([
      'ok     People: approvers is @api-approvers (2 people), 1 named user, 1 terminal login',
    ]);
  });

  test('and whom Slack does not know, or no longer, are wrong', async () => {
    const workspace = await workspaceWith();
    workspace.deactivate('kim');
    const kim = workspace.person('kim').id;
    const lines = await linesOf(workspace, {}, party({ groups: ['S0NONE'], users: ['U0NOBODY', kim] }));
    expect(about(lines, 'People')).toEqual([
      "wrong  People: approvers: Slack knows no user group S0NONE → correct people.approvers.group in config.yml; the id stands in the address of the group's page",
      'wrong  People: approvers: Slack knows no user U0NOBODY → correct people.approvers.users in config.yml',
      `wrong  People: approvers: the account of kim (${kim}) is deactivated → correct people.approvers.users in config.yml`,
    ]);
  });

  test('in a group that is empty are worth knowing of: nobody can approve', async () => {
    const workspace = await workspaceWith();
    workspace.setGroup('api-approvers', []);
    const lines = await linesOf(workspace, {}, party({ groups: [workspace.group('api-approvers').id] }));
    expect(about(lines, 'People')).toEqual([
      'note   People: approvers: the user group @api-approvers is empty → add people to it in Slack',
    ]);
  });

  test('cannot be looked up without the right to read groups', async () => {
    const scopes = ASKED.filter((scope) => scope !== 'usergroups:read');
    const workspace = await workspaceWith({}, scopes);
    const lines = await linesOf(workspace, {}, party({ groups: ['S0OPS'] }));
    expect(about(lines, 'People')).toEqual([
      'wrong  People: Slack refuses without usergroups:read → add it under OAuth & Permissions, then reinstall the app',
    ]);
  });
});

describe('the way to Slack', () => {
  test.each([
    [185_000, /^this machine is 3 min \d+ s behind Slack's clock; Slack's requests are refused/],
    [-3_600_000, /^this machine is (1 h|60 min|59 min \d+ s) ahead of Slack's clock; /],
  ])('a clock that differs by %d ms is wrong', async (aheadMs, expected) => {
    const workspace = await workspaceWith();
    const proxy = await withShiftedClock(workspace.apiUrl, aheadMs);
    closing.push(() => proxy.close());
    const lines = await linesOf(workspace, { apiUrl: proxy.url });
    const clock = lines.find((line) => line.about === "Clock beside Slack's clock");
    expect(clock).toMatchObject({ mark: 'wrong', mend: expect.stringContaining('NTP') });
    expect(clock?.says).toMatch(expected);
    expect(marks(lines)).toEqual([clock?.about]);
  });

  test('a clock that differs by half a minute is told, and is not wrong', async () => {
    const workspace = await workspaceWith();
    const proxy = await withShiftedClock(workspace.apiUrl, 30_000);
    closing.push(() => proxy.close());
    expect(about(await linesOf(workspace, { apiUrl: proxy.url }), "Clock beside Slack's clock")[0]).toMatch(
      /^ok .*this machine is (2|3)\d s behind/,
    );
  });

  test('where nobody listens: the tokens are not blamed', async () => {
    const workspace = await workspaceWith();
    await workspace.stop();
    closing.splice(0);
    const lines = await linesOf(workspace);
    expect(marks(lines)).toEqual(['Slack token', 'App token']);
    expect(lines[0]?.says).toBe('Slack cannot be reached from here (ECONNREFUSED)');
    expect(lines[0]?.mend).toContain('SLACK_API_URL');
    expect(about(lines, 'Scopes')).toEqual(['skip   Scopes: Slack cannot be reached']);
  });

  test('an address that is not Slack', async () => {
    const other = createServer((_request, response) => response.writeHead(404).end('<html>'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => other.close(resolve)));
    const apiUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}/api/`;
    expect((await linesOf(await workspaceWith(), { apiUrl }))[0]?.says).toContain('HTTP 404 and no answer of Slack');
  });

  test('a Slack that is silent is given up on', async () => {
    const workspace = await workspaceWith();
    workspace.faults.add({ method: 'auth.test', kind: 'timeout' });
    expect((await linesOf(workspace))[0]?.says).toBe('Slack cannot be reached from here (no answer within 4 s)');
  });
});
