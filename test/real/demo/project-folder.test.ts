import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { run } from '../../../demo/command.js';
import { ProjectFolder } from '../../../demo/project-folder.js';

let folder: ProjectFolder;
beforeEach(async () => {
  folder = await ProjectFolder.make({ 'docker-compose.yml': 'services: {}\n', 'api/Dockerfile': 'FROM base\n' });
});
afterEach(() => folder.remove());

async function subjects(): Promise<string[]> {
  return (await run('git', ['log', '--format=%s'], { cwd: folder.path })).trim().split('\n');
}

test('each change is a commit, and nothing is left uncommitted', async () => {
  await folder.commit('Change api', { 'api/Dockerfile': 'FROM other\n' });
  expect(await subjects()).toEqual(['Change api', 'Run the structured prompt service']);
  expect(await run('git', ['status', '--porcelain'], { cwd: folder.path })).toBe('');
});

test('it goes back to its first commit from wherever somebody left it', async () => {
  await folder.commit('Change api', { 'api/Dockerfile': 'FROM other\n' });
  await run('git', ['checkout', '-q', '--detach', 'HEAD~1'], { cwd: folder.path });
  await folder.commit('Change .env', { '.env': 'PORT=1\n' });
  await writeFile(join(folder.path, 'docker-compose.yml'), 'half an edit');
  await folder.reset();
  expect(await subjects()).toEqual(['Run the structured prompt service']);
  expect(await run('git', ['symbolic-ref', '--short', 'HEAD'], { cwd: folder.path })).toBe('main\n');
  expect(await readFile(join(folder.path, 'docker-compose.yml'), 'utf8')).toBe('services: {}\n');
  expect(existsSync(join(folder.path, '.env'))).toBe(false);
});

test('nothing of it is left once it is removed', async () => {
  await folder.remove();
  expect(existsSync(folder.path)).toBe(false);
});
