import { createServer } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { invitation, openDemoPage } from '../../demo/page.js';
import type { OpenPage } from '../../playground/page-server/open-page.js';
import { Bench } from '../playground/helpers.js';

const bench = new Bench();
const pages: OpenPage[] = [];
afterEach(async () => {
  delete process.env['PAGE_PORT'];
  for (const page of pages.splice(0)) await page.close();
  await bench.clear();
});

async function open(port: string): Promise<string> {
  process.env['PAGE_PORT'] = port;
  const page = await openDemoPage(await bench.workspace(), { bot: () => 'gone', missing: 'There is no Docker.' });
  pages.push(page);
  return page.url;
}

test('where the port is taken, the page is at the next that is free, and says that only this machine reaches it', async () => {
  const taken = createServer();
  const port = await new Promise<number>((resolve) =>
    taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port)),
  );
  const url = await open(String(port));
  await new Promise((resolve) => taken.close(resolve));
  expect(Number(new URL(url).port)).toBeGreaterThan(port);
  expect(invitation(url)).toContain(`Open ${url} in a browser`);
  expect(invitation(url)).toContain('Only this machine reaches it');
});

test.each(['x', '-1', '70000', '1.5'])('a port that is none is refused: %s', async (port) => {
  await expect(open(port)).rejects.toThrow(`PAGE_PORT is ${port}`);
});
