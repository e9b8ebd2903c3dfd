import { afterEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { Message } from '../../playground/model.js';
import type { Workspace } from '../../playground/workspace.js';
import type { KeptFile } from '../../src/incident/record.js';
import { SlackApi } from '../../src/slack/api.js';
import { SlackFiles } from '../../src/slack/files.js';
import { postWithFile } from '../../src/slack/post-with-file.js';
import { offers } from '../commands/offering.js';
import { clientOf } from './client.js';
import { only, Theatre } from './stage.js';
import { StoryStage } from './story-stage.js';

const theatre = new Theatre();
afterEach(() => theatre.clear());

/** No text: bytes that are no UTF-8. */
const PIXELS = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff, 0xfe]);
const ALT = 'Three lanes: detection, diagnosis, one remedy.';
const kept = { pixels: PIXELS.toString('base64'), words: '# INC-12\n' };

const picture: KeptFile = {
  ...{ name: 'INC-12-incident.png', title: 'Picture of the incident', hash: 'pixels' },
  ...{ encoding: 'base64', alt: ALT },
};
const document: KeptFile = {
  ...{ name: 'INC-12-report.md', title: 'The report', hash: 'words', encoding: 'utf8', alt: null },
};
const REPORT = {
  ...{ report: 1, upTo: 9, head: 'a'.repeat(64), trouble: null, pictures: [picture], names: {}, document },
  summary: [{ part: 'happened' as const, says: ['Requests failed for 3 min.'], from: [1] }],
};

interface Scene {
  readonly workspace: Workspace;
  readonly stage: StoryStage;
  /** Resolves it: a document and a picture are to be attached. */
  readonly resolve: () => Promise<void>;
  readonly thread: () => readonly Message[];
  readonly file: (name: string) => Message;
}

async function scene(scopes: readonly string[] = ['files:write']): Promise<Scene> {
  const workspace = await theatre.bench.workspace({
    scopes: ['users:read', ...scopes],
    limits: { enabled: false },
  });
  const channel = workspace.channel('#inc-api');
  const story = offers(channel.id);
  const stage = new StoryStage(story, theatre.screen(workspace, { kept }));
  await stage.allShown();
  const thread = (): readonly Message[] => channel.thread(story.incident.slots['card']?.ts ?? '');
  return {
    ...{ workspace, stage, thread },
    resolve: async () => {
      stage.do({ do: 'close', by: 'slack:U1', how: 'resolved', reason: 'mended' });
      stage.do({ do: 'reported', samples: [], report: REPORT });
      await stage.allShown();
    },
    file: (name) => only(thread().filter(({ files = [] }) => files.some((one) => one.name === name))),
  };
}

describe('what was written when an incident was resolved', () => {
  test('stands in its thread: the picture as bytes with what it shows in words, the document as text', async () => {
    const { workspace, resolve, file } = await scene();
    await resolve();
    const channel = workspace.channel('#inc-api');
    const shown = file(picture.name);
    expect(channel.fileBytes(shown).equals(PIXELS)).toBe(true);
    expect(shown.files).toMatchObject([{ title: 'Picture of the incident', alt_txt: ALT }]);
    expect(channel.fileText(file(document.name))).toBe('# INC-12\n');
    expect(file(document.name).files?.[0]).not.toHaveProperty('alt_txt');
  });

  test.each([['file_uploads_disabled'], ['file_upload_size_restricted']])(
    'is told of where Slack refuses it (%s), and holds up nothing',
    async (error) => {
      const { workspace, resolve, thread, file } = await scene();
      const isPicture = (input: Readonly<Record<string, unknown>>): boolean => input['filename'] === picture.name;
      workspace.faults.add({ method: 'files.getUploadURLExternal', kind: { error }, where: isPicture });
      await resolve();
      expect(() => file(picture.name)).toThrow();
      expect(workspace.channel('#inc-api').fileText(file(document.name))).toBe('# INC-12\n');
      const words = thread().map((one) => workspace.draw(one));
      expect(words.filter((one) => one.includes('Slack did not take the file. The bot keeps it.'))).toHaveLength(1);
    },
  );

  test('is attached again after its bytes were lost on the way, once', async () => {
    const { workspace, resolve, file } = await scene();
    workspace.faults.add({ method: 'files.completeUploadExternal', kind: 'http_500', times: 2 });
    await resolve();
    expect(workspace.faults.left()).toBe(0);
    expect(file(picture.name)).toBeDefined();
  });
});

test('what a picture shows is cut where Slack takes no more of it', async () => {
  const workspace = await theatre.bench.workspace({ scopes: ['files:write'] });
  const files = new SlackFiles(clientOf(workspace), () => Promise.resolve(null), pino({ level: 'silent' }));
  const made = { name: 'a.png', title: 'A', body: PIXELS, alt: 'x'.repeat(2_000) };
  const channel = workspace.channel('#inc-api');
  expect(await files.share(channel.id, null, made, 'look')).toHaveProperty('ts');
  const [file] = only(channel.messages()).files ?? [];
  expect(file?.alt_txt).toHaveLength(1_000);
});

describe('a message of no incident with a picture', () => {
  const message = { text: 'Incidents of 90 days', blocks: [] };
  const made = { name: 'stats.png', title: 'Incidents', body: PIXELS, alt: ALT };

  async function posted(scopes: readonly string[]): Promise<{ workspace: Workspace; message: Message }> {
    const workspace = await theatre.bench.workspace({ scopes: [...scopes] });
    const log = pino({ level: 'silent' });
    const client = clientOf(workspace);
    const files = new SlackFiles(client, () => Promise.resolve(null), log);
    const channel = workspace.channel('#inc-api');
    expect(await postWithFile({ api: new SlackApi(client), files, log }, channel.id, message, made)).toHaveProperty(
      'ts',
    );
    return { workspace, message: only(channel.messages()) };
  }

  test('stands in the channel, the picture in its thread', async () => {
    const { workspace, message: stands } = await posted(['files:write']);
    const reply = only(workspace.channel('#inc-api').thread(stands.ts));
    expect(workspace.channel('#inc-api').fileBytes(reply).equals(PIXELS)).toBe(true);
    expect(stands.metadata).toBeUndefined();
  });

  test('stands without it where Slack does not take it, and says so', async () => {
    const { workspace, message: stands } = await posted([]);
    expect(workspace.draw(stands)).toContain('Slack did not take the file. Send the command again to try once more.');
  });
});
