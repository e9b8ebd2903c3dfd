import { afterEach, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { Workspace } from '../../playground/workspace.js';
import type { Look } from '../../commands/command.js';
import type { Counted } from '../../src/engine/store.js';
import type { Message } from '../../src/view/message.js';
import { SlackApi } from '../../src/slack/api.js';
import { SlackFiles } from '../../src/slack/files.js';
import { Names } from '../../src/slack/names.js';
import { createPostStats } from '../../src/slack/post-stats.js';
import { readingFrom } from '../../src/slack/reading.js';
import { lookAt } from '../commands/place.js';
import { Bench } from '../playground/helpers.js';
import { clientOf } from './client.js';

const bench = new Bench();
afterEach(() => bench.clear());

const counted: Counted = {
  ...{ runbook: 'api-down', title: 'API Down', incidents: 4, open: 0, falseAlarms: 1, cancelled: 0 },
  ...{ acknowledge: null, diagnose: null, mitigate: null, resolve: { median: 240_000, p90: 600_000 } },
  ...{ targets: { with: 3, met: 2 }, remedies: { tried: 3, worked: 2 }, unexplained: 0 },
};

/** Posts the last 90 days as Sam, in #inc-api. */
async function posted(spoil: (workspace: Workspace) => void): Promise<{ workspace: Workspace; said: Message | null }> {
  const workspace = await bench.workspace({ scopes: ['users:read', 'files:write'], limits: { enabled: false } });
  const log = pino({ level: 'silent' });
  const client = clientOf(workspace);
  const names = new Names(client, log);
  const look: Look = lookAt({ incidents: [], runbooks: [], now: new Date('2026-11-22T03:04:05Z'), counted: [counted] });
  const post = createPostStats({
    ...{ look, names, log, api: new SlackApi(client), readingOf: readingFrom(names, {}) },
    files: new SlackFiles(client, () => Promise.resolve(null), log),
    picture: () =>
      Promise.resolve({
        name: 'incident-stats.png',
        title: 'Past incidents',
        body: new Uint8Array([1, 2, 3]),
        alt: 'bars',
      }),
  });
  spoil(workspace);
  const { teamId: team } = workspace.identity;
  const place = { channel: workspace.channel('#inc-api').id, user: workspace.person('sam').id };
  const said = await post({ days: 90, runbook: null }, { ...place, team, trigger: 't', grid: false, atCard: true });
  return { workspace, said };
}

test('the figures are posted without their button, in the name of who pressed, and call nobody', async () => {
  const { workspace, said } = await posted(() => undefined);
  expect(said).toBeNull();
  const [message] = workspace.channel('#inc-api').messages();
  if (message === undefined) throw new Error('nothing posted');
  const shown = workspace.draw(message, { width: 1_000 });
  expect(shown).toContain('api-down');
  expect(shown).toContain('Posted by sam.');
  expect(shown).not.toContain('Post with picture');
  expect(workspace.notifications('sam')).toEqual([]);
  const files = workspace
    .channel('#inc-api')
    .everPosted()
    .flatMap(({ files: of }) => of ?? []);
  expect(files).toMatchObject([{ name: 'incident-stats.png' }]);
});

test('what Slack does not take is told to who pressed, and to nobody else', async () => {
  const { workspace, said } = await posted(({ faults }) =>
    faults.add({ method: 'chat.postMessage', kind: 'http_500' }),
  );
  expect(said?.plain).toEqual(['Slack did not take the figures. Nothing was posted; press again.']);
  expect(workspace.channel('#inc-api').messages()).toEqual([]);
});
