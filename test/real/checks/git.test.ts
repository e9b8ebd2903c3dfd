import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { World } from '../../../src/checks/check.js';
import { deployments } from '../../../src/checks/deployments.js';
import { misfits } from '../../../src/runbook/facts.js';
import { never, NOW, state, words, world } from '../../checks/builders.js';

let folder: string;
let project: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'git-'));
  project = join(folder, 'a project; touch owned');
  mkdirSync(project);
});
afterEach(() => rmSync(folder, { recursive: true }));

function git(args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'init.defaultBranch=main'];
  execFileSync('git', ['-C', project, ...who, ...args], { stdio: 'pipe', env: { ...process.env, ...env } });
}

/** Commits a file with this subject at a time of the night. */
function commit(subject: string, at: string): void {
  writeFileSync(join(project, 'file'), subject);
  git(['add', 'file']);
  git(['commit', '--quiet', '--date', at, '--message', subject], { GIT_COMMITTER_DATE: at });
}

async function ask(within = '1h') {
  const params = { type: 'deployments', within };
  const base = world(state());
  const where: World = { ...base, service: { ...base.service, project } };
  const seen = await deployments.run(params, where, never);
  expect(misfits(deployments.facts(params), seen.facts)).toEqual([]);
  return { ...seen, line: words(seen.says) };
}

describe('a project folder', () => {
  test('tells its newest commits, and whether they are recent', async () => {
    git(['init', '--quiet']);
    for (const number of [1, 2, 3, 4, 5]) commit(`change ${number}`, `2026-01-01T0${number - 1}:00:00+01:00`);
    commit('use the pool, $(touch owned) password=hunter22', '2026-01-01T04:00:00+01:00');
    const { facts, line, quotes } = await ask();
    expect(facts).toMatchObject({ last_commit_at: '2026-01-01T03:00:00.000Z', commit_recent: true, dirty: false });
    expect(facts['last_commit']).toMatch(/^[0-9a-f]{7,} use the pool, \$\(touch owned\)/);
    expect(facts['commits']).toHaveLength(5);
    expect(quotes?.at(0)?.text).toMatch(/^[0-9a-f]{7,} change 2 \(Ada\)$/);
    expect(line).toMatch(/; newest commit [0-9a-f]{7,} use the pool, .+, <03:00:00>$/);
    expect(JSON.stringify(facts)).not.toMatch(/hunter22|ada@example/);
    expect((await ask('5m')).facts).toMatchObject({ commit_recent: false });
  });

  test('tells of changes nobody committed, not of files Git does not know', async () => {
    git(['init', '--quiet']);
    commit('first', NOW.toISOString());
    writeFileSync(join(project, 'stranger'), '');
    expect((await ask()).facts).toMatchObject({ dirty: false });
    writeFileSync(join(project, 'file'), 'changed');
    const { facts, line } = await ask();
    expect(facts).toMatchObject({ dirty: true });
    expect(line).toMatch(/, changes not committed$/);
  });

  test('is looked at as it is named, whatever the environment of the bot says', async () => {
    git(['init', '--quiet']);
    commit('first', NOW.toISOString());
    process.env['GIT_DIR'] = join(folder, 'elsewhere');
    try {
      expect((await ask()).facts['last_commit']).toMatch(/ first$/);
    } finally {
      delete process.env['GIT_DIR'];
    }
  });

  test('starts no program that its own settings name', async () => {
    git(['init', '--quiet']);
    commit('first', NOW.toISOString());
    const trap = join(folder, 'trap');
    for (const key of ['core.fsmonitor', 'core.pager', 'log.showSignature', 'gpg.program'])
      git(['config', key, key === 'log.showSignature' ? 'true' : `touch "${trap}"; false`]);
    expect((await ask()).facts).toMatchObject({ dirty: false });
    expect(existsSync(trap)).toBe(false);
  });

  test.each<[string, () => void, RegExp]>([
    ['that is not there', () => rmSync(project, { recursive: true }), /^there is no folder .+ on the bot's machine$/],
    ['that is no Git folder', () => undefined, /^.+ is no Git folder$/],
    ['without a commit', () => git(['init', '--quiet']), /^.+ has no commit yet$/],
  ])('%s is unknown, with the reason', async (_, prepare, reason) => {
    prepare();
    const unknown = { unknown: expect.stringMatching(reason) as unknown };
    expect((await ask()).facts).toMatchObject({ last_commit: unknown, commit_recent: unknown, dirty: unknown });
  });

  // Only root can give a folder away.
  const asRoot = process.getuid?.() === 0 ? test : test.skip;
  asRoot('of another user is unknown, with the way to trust it', async () => {
    git(['init', '--quiet']);
    commit('first', NOW.toISOString());
    execFileSync('chown', ['-R', '12345', project]);
    const unknown = {
      unknown: expect.stringMatching(/^git does not trust .+git config --global --add safe\.directory/) as unknown,
    };
    expect((await ask()).facts).toMatchObject({ last_commit: unknown, dirty: unknown });
  });
});
