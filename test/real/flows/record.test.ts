import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { configFor } from '../../../demo/bot-process.js';
import { faults } from '../../../demo/faults/index.js';
import type { Message } from '../../../playground/model.js';
import { packageRoot } from '../../../src/package-root.js';
import { startFlow, type Flow } from './flow.js';
import { program, type Ended } from './program.js';
import { CHANNEL, headerOf, PATIENCE_MS, repliesTo, wordsOf } from './reading.js';
import { cancelAll, labelsOf, Scene } from './scene.js';

let flow: Flow;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'record-'));
  flow = await startFlow({ name: 'record', config: withSummaries });
  await writeFile(join(folder, 'config.yml'), stringify(configFor(flow.stack)));
});

afterAll(async () => {
  await flow.stop();
  await rm(folder, { recursive: true, force: true });
});

afterEach(async () => {
  await cancelAll(flow.workspace);
  await flow.stack.restore();
});

/** Every summary is also posted in #private-ops. */
function withSummaries(fitting: object, workspace: Flow['workspace']): object {
  const { incidents, ...rest } = fitting as { incidents: object };
  return { ...rest, incidents: { ...incidents, summary_channels: [workspace.channel('#private-ops').info().id] } };
}

async function incident(...words: string[]): Promise<Ended> {
  return program('dist/src/terminal/main.js', words, {
    ...{ DATA_DIR: flow.bot.dataDir, CONFIG: join(folder, 'config.yml'), RUNBOOKS: 'runbooks' },
    DOCKER_HOST: flow.stack.engine.host,
  });
}

function faultCalled(name: string) {
  const fault = faults.find((one) => one.name === name);
  if (fault === undefined) throw new Error(`the demo has no fault ${name}`);
  return fault;
}

/** The reply in the thread that carries this file. */
async function fileIn(scene: Scene, name: RegExp): Promise<Message> {
  return flow.workspace.waitFor(() => repliesTo(flow.workspace, scene.card).find((one) => name.test(fileName(one))), {
    what: `a file ${String(name)} in the thread`,
    timeout: PATIENCE_MS,
  });
}

function fileName({ files = [] }: Message): string {
  return files[0]?.name ?? '';
}

async function checklistOf(scene: Scene): Promise<Message> {
  const { workspace } = flow;
  return workspace.waitFor(
    () => repliesTo(workspace, scene.card).find((one) => wordsOf(workspace, one).startsWith(`After ${scene.incident}`)),
    { what: 'the checklist', timeout: PATIENCE_MS },
  );
}

describe('an incident from its break to its document', () => {
  test('what people said, decided and told stands in timeline, summary, document and pictures', async () => {
    const { workspace } = flow;
    const scene = await Scene.of(flow, faultCalled('oom'));

    // People write things down, each in their own way.
    await scene.type('ada', '/incident take');
    await scene.type('sam', '/incident note customers write that search is down <!channel> *now*');
    await scene.type('kim', '/incident note --private who was told to keep quiet');
    const said = await workspace.person('kim').say(CHANNEL, 'The nightly import began at three');
    await workspace.person('ada').react(said, 'pushpin');
    const other = await workspace.person('lee').say(CHANNEL, 'graphs look odd since three or so');
    await workspace.person('lee').shortcut(other, 'Add to incident timeline');
    await scene.fillIn('lee', { 'What happened?': 'Graphs have looked odd since 03:00' });
    await scene.type('ada', '/incident assign @sam');
    await scene.replies(`you command ${scene.incident} now`);

    // The remedy, approved by somebody else.
    const offered = scene.labels().find((one) => one.startsWith('Raise memory')) ?? '';
    await scene.approved(offered, ['sam']);
    await scene.verified();

    // The end.
    const summary = await scene.resolve('more memory for the import', {
      'Who felt it, and how?': 'All searches failed',
      'What remains to be done?': 'File a bug for the import @sam 2026-12-01\nAlert on memory at 85 %',
    });
    const read = wordsOf(workspace, summary);
    scene.note('The summary:', read);
    for (const words of ['All searches failed', 'out of memory', 'sam approved', 'File a bug for the import'])
      expect(read.toLowerCase()).toContain(words.toLowerCase());
    expect(read).not.toContain('keep quiet');

    // Document and pictures in the thread.
    const report = workspace.channel(CHANNEL).fileText(await fileIn(scene, /report\.md$/));
    for (const words of [
      'All searches failed',
      'Graphs have looked odd',
      'nightly import',
      'docker update',
      'Five Whys',
    ])
      expect(report).toContain(words);
    expect(report).not.toMatch(/keep quiet|<!channel>|hunter2|undefined|\[object|NaN/);
    const picture = await fileIn(scene, /incident\.png$/);
    const tree = await fileIn(scene, /tree\.png$/);
    for (const one of [picture, tree]) expect(isPng(workspace.channel(CHANNEL).fileBytes(one))).toBe(true);
    await keepExample(scene, { report, picture, tree });

    // The summary channel has it too, once, without buttons.
    const copies = await workspace.waitFor(
      () =>
        nonEmpty(
          workspace
            .channel('#private-ops')
            .messages()
            .filter((one) => one.text.includes(scene.incident)),
        ),
      { what: 'the summary in #private-ops', timeout: PATIENCE_MS },
    );
    expect(copies.map((one) => [headerOf(one), labelsOf(one)])).toEqual([[headerOf(summary), []]]);

    // What is left to do is remembered.
    await scene.press('sam', 'Verify data', await checklistOf(scene));
    await workspace.waitFor(() => ticked(scene).some((line) => line.includes('data')), {
      what: 'the data to be verified',
      timeout: PATIENCE_MS,
    });
    await scene.press('sam', 'Propose a time', await checklistOf(scene));
    expect(workspace.channel(CHANNEL).fileText(await fileIn(scene, /\.ics$/))).toMatch(/BEGIN:VEVENT[\s\S]*DTSTART/);
    await scene.press('sam', 'Draft a patch', await checklistOf(scene));
    expect(workspace.channel(CHANNEL).fileText(await fileIn(scene, /\.patch$/))).toContain('raise_memory, attempt 1');
    scene.note('The checklist:', wordsOf(workspace, await checklistOf(scene)));
    scene.keep('record');
  }, 600_000);

  test('in the terminal the same is read, proven and exported', async () => {
    const scene = await Scene.of(flow, faultCalled('stopped'));
    await scene.type('ada', '/incident note --private only for us');
    await scene.approved(scene.labels().find((one) => one.startsWith('Start')) ?? '', ['sam']);
    await scene.verified();
    await scene.resolve('started it');
    await fileIn(scene, /report\.md$/);
    const id = scene.incident;

    const report = await incident('report', id);
    expect([report.code, report.err]).toEqual([0, '']);
    expect(report.out).toBe(flow.workspace.channel(CHANNEL).fileText(await fileIn(scene, /report\.md$/)));

    const proven = await incident('verify', id);
    expect(proven.code).toBe(0);
    expect(proven.out).toMatch(/unbroken/);
    const wrong = await incident('verify', id, '0123456789ab');
    expect(wrong.code).not.toBe(0);

    const exported = await incident('export', id, '--jsonl');
    expect(exported.code).toBe(0);
    expect(exported.out).not.toContain('only for us');
    const rows = exported.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((row) => typeof row['seq'] === 'number');
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, at) => at + 1));
    expect(rows.every((row) => linksTo(row))).toBe(true);
    expect((await incident('export', id, '--jsonl', '--private')).out).toContain('only for us');

    const stats = await incident('stats');
    expect(stats.out).toMatch(/api-down/);
    expect((await incident('stats', '--svg')).out).toMatch(/^<svg /);
    const timeline = await incident('timeline', id);
    expect(timeline.out).toMatch(/resolved/i);
  });

  test('two who resolve at once: the first closes it, the second is told who did', async () => {
    const scene = await Scene.of(flow, faultCalled('stopped'));
    await scene.type('ada', `/incident resolve ${scene.incident} by ada`);
    await scene.type('sam', `/incident resolve ${scene.incident} by sam`);
    await scene.fillIn('ada');
    await scene.shows(/: resolved$/);
    await scene.told('sam', async () => scene.fillIn('sam'));
    expect(scene.words()).not.toContain('by sam');
  });

  test('taken up again it is open, and its next end is written down anew', async () => {
    const scene = await Scene.of(flow, faultCalled('stopped'));
    await scene.resolve('nothing really');
    await fileIn(scene, /report\.md$/);
    await scene.type('sam', `/incident reopen ${scene.incident} it is still down`);
    await scene.shows(/reopened/);
    const again = await scene.resolve('started by hand');
    await flow.workspace.waitFor(
      () => repliesTo(flow.workspace, scene.card).filter((one) => fileName(one).endsWith('.md')).length === 2,
      { what: 'a second document', timeout: PATIENCE_MS },
    );
    expect(wordsOf(flow.workspace, again)).toContain('started by hand');
  });
});

/** The lines of the checklist that say what is done. */
function ticked(scene: Scene): string[] {
  return scene
    .thread()
    .filter((reply) => reply.startsWith(`After ${scene.incident}`))
    .flatMap((reply) => reply.split('\n'))
    .filter((line) => line.includes('Done:'));
}

function isPng(bytes: Buffer): boolean {
  return bytes.subarray(1, 4).toString('latin1') === 'PNG' && bytes.length > 10_000;
}

function nonEmpty<T>(all: readonly T[]): readonly T[] | undefined {
  return all.length > 0 ? all : undefined;
}

/** What an outsider checks of one row: its own hash. */
function linksTo(row: Record<string, unknown>): boolean {
  const { prevHash, incident: id, seq, type, version, at, actor, payloadHash, hash } = row;
  const link = JSON.stringify([prevHash, id, seq, type, version, at, actor, payloadHash]);
  return createHash('sha256').update(link, 'utf8').digest('hex') === hash;
}

/** `UPDATE_CARDS=1` keeps the document and the pictures where readers find them. */
async function keepExample(
  scene: Scene,
  { report, picture, tree }: { report: string; picture: Message; tree: Message },
): Promise<void> {
  if (process.env['UPDATE_CARDS'] !== '1') return;
  const at = join(packageRoot(), 'docs/example');
  await mkdir(at, { recursive: true });
  const channel = flow.workspace.channel(CHANNEL);
  const named = report.replace(/\bflow-[a-z]+-\d+/g, 'demo').replace(/\/\S*\/runbook-bot-demo-\w+/g, '/srv/demo');
  await writeFile(join(at, `${scene.incident}-report.md`), named);
  for (const one of [picture, tree]) await writeFile(join(at, fileName(one)), channel.fileBytes(one));
}
