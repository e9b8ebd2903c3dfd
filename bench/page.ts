import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { terminalManners } from '../demo/manners.js';
import { openPage } from '../playground/page-server/open-page.js';
import type { Workspace } from '../playground/workspace.js';
import { startChromium } from '../scripts/chromium.js';
import { serverProgram } from '../scripts/server-program.js';
import { ensurePrograms } from '../scripts/test-programs.js';
import { packageRoot } from '../src/package-root.js';
import { quantile, sayMany, sayMs } from './measure.js';
import { atMost, type Measurement, type Row } from './measurement.js';
import { PageBot } from './page-bot.js';
import { countFrames, watchMessages } from './page-eyes.js';
import { openWorkspace } from './scene.js';

const TIMES = 50;
const MANY = 1_000;
const FOLDER = join(packageRoot(), 'dist/playground/page');

/** The page of the playground: how fast it shows what the bot says, how it scrolls, what it weighs. */
export const page: Measurement = {
  name: 'page',
  title: 'The page of the playground, in Chromium',
  run: async () => {
    const program = serverProgram('chromium', await ensurePrograms(terminalManners()));
    const weight = await weigh();
    if (program === null) return { rows: [weight], notes: ['There is no Chromium here: nothing was shown.'] };
    const workspace = await openWorkspace();
    const opened = await openPage(workspace, { folder: FOLDER, bot: () => 'running' });
    const browser = await startChromium(program);
    try {
      const window = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await window.goto(`${opened.url}/?as=ada`);
      await window.getByRole('log').waitFor();
      return { rows: [...(await show(workspace, window)), weight], notes };
    } finally {
      await browser.close();
      await opened.close();
      await workspace.stop();
    }
  },
};

const notes = [
  'Shown: from the answer to the bot’s API call to the message standing in the page, by the same machine’s clock.',
  `Frames: of scrolling ${MANY} cards from the newest to the oldest and back, the first frame left out.`,
];

async function show(workspace: Workspace, window: Page): Promise<Row[]> {
  const bot = new PageBot(workspace, await watchMessages(window));
  const few = await bot.posts(TIMES);
  const edits = await bot.edits(TIMES);
  await bot.fill(MANY);
  const many = await bot.posts(TIMES);
  const frames = await countFrames(window);
  return [
    shown('a post shown', few),
    shown('an edit shown', edits),
    shown(`a post shown below ${MANY} others`, many),
    {
      what: `frames while ${MANY} messages scroll`,
      measured: `median ${sayMs(quantile(frames, 0.5))}, longest ${sayMs(Math.max(...frames))}, of ${frames.length}`,
      target: atMost(Math.round(Math.max(...frames)), 50, 'ms longest'),
    },
  ];
}

function shown(what: string, times: readonly number[]): Row {
  return { what, measured: sayMany(times), target: atMost(Math.round(quantile(times, 0.95)), 100, 'ms p95') };
}

/** All that a browser fetches for the page, each file compressed. */
async function weigh(): Promise<Row> {
  const files = (await readdir(FOLDER)).filter((name) => /\.(html|js|css)$/.test(name));
  const sizes = await Promise.all(files.map(async (name) => gzipSync(await readFile(join(FOLDER, name))).length));
  const kilobytes = Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / 1_000);
  return { what: 'weight, compressed', measured: `${kilobytes} kB`, target: atMost(kilobytes, 500, 'kB') };
}
