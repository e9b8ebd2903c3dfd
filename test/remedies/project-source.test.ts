import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSource, sourceInWords } from '../../src/remedies/project-source.js';
import { FakeEngine } from './fake-engine.js';
import { never, place } from './work.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'project-source-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = () => readSource(folder, place(new FakeEngine()), never);

function git(...args: readonly string[]): string {
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  return execFileSync('git', ['-C', folder, ...who, ...args], { stdio: 'pipe', encoding: 'utf8' }).trim();
}

test('what would be built is told by the commit and by what nobody committed', async () => {
  expect([await read(), sourceInWords(await read())]).toEqual([null, '']);
  git('init', '--quiet');
  expect(await read()).toBeNull();
  writeFileSync(join(folder, 'main.py'), 'one\n');
  git('add', '.');
  git('commit', '--quiet', '--message', 'one');
  const clean = await read();
  const head = git('rev-parse', 'HEAD');
  expect(clean).toEqual({ head, changes: null });
  expect(sourceInWords(clean)).toBe(` at ${head.slice(0, 7)}`);
  writeFileSync(join(folder, 'app.log'), 'not under Git\n');
  expect(await read()).toEqual(clean);
  writeFileSync(join(folder, 'main.py'), 'two\n');
  const changed = await read();
  expect(changed).toEqual({ head, changes: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(sourceInWords(changed)).toBe(` at ${head.slice(0, 7)}, with changes nobody committed`);
  writeFileSync(join(folder, 'main.py'), 'three\n');
  expect((await read())?.changes).not.toBe(changed?.changes);
  git('commit', '--quiet', '--all', '--message', 'three');
  expect(await read()).toEqual({ head: git('rev-parse', 'HEAD'), changes: null });
});

test('changes too large to be compared whole are compared in part', async () => {
  writeFileSync(join(folder, 'main.py'), 'x'.repeat(5 * 1024 * 1024));
  expect((await read())?.changes).toMatch(/^[0-9a-f]{64}$/);
});
