import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { applyPatch } from 'diff';
import { patchFile } from '../../src/reports/patch.js';
import { unbundle } from '../../src/runbook/include.js';
import { formatProblem } from '../../src/runbook/problems.js';
import { readRunbook } from '../../src/runbook/read.js';
import type { Account } from '../../src/engine/reporter.js';
import type { Runbook } from '../../src/runbook/runbook.js';
import { surroundings, type Story } from '../builders.js';
import { accountOf, diagnosed, offerOf, remedied, runbook, strange, wholeStory } from './story.js';

const { source } = unbundle(runbook.source);

function patched(account: Account, from = source): string {
  const file = patchFile(account);
  if (file === null) throw new Error('there is no patch');
  const applied = applyPatch(from, String(file.body));
  if (applied === false) throw new Error('the patch does not apply');
  return applied;
}

function problemsIn(text: string): string[] {
  const read = readRunbook('api-down.yml', text, surroundings);
  return 'problems' in read ? read.problems.map(formatProblem) : [];
}

/** The comments of a patch as people would have them once they take away the marks. */
function uncommented(text: string): string {
  return text.replace(/^# ( *(?:cause_of|title:|next:|symptoms:|- \{|causes:))/gm, '$1');
}

const closed = (story: Story, reason = 'restarted by hand'): Story => {
  story.wait(60).do({ do: 'close', by: 'slack:UADA', how: 'resolved', reason });
  return story;
};

describe('the patch of a runbook', () => {
  test('bumps its review and says what was learned; it applies, and the runbook is right', () => {
    const text = patched(accountOf(wholeStory()));
    expect(text).toContain('reviewed: 2025-12-04');
    expect(text).toContain('# INC-12, 2025-12-04: out of memory.');
    expect(text).toContain('# Worked: raise memory of api to 4 GiB (raise_memory, attempt 2 of 2).');
    expect(text).toContain('# Did not help: raise memory of api to 3 GiB (raise_memory).');
    expect(problemsIn(text)).toEqual([]);
  });

  test('where no cause fitted it has one to complete, made of what was seen; as comments and without their marks the runbook is right', () => {
    const story = closed(remedied(diagnosed(strange), offerOf('start', 0), 'verified'));
    const text = patched(accountOf(story));
    expect(text).toContain('no cause fitted (does not answer)');
    expect(text).toContain("#       - { when: '!health.ok', weight: 2 }");
    expect(text).toContain(`#       - { when: 'health.error == "reset"', weight: 2 }`);
    expect(problemsIn(text)).toEqual([]);
    const taken = uncommented(text);
    expect(taken).toMatch(/^ {2}cause_of_inc_12:$/m);
    expect(problemsIn(taken)).toEqual([]);
  });

  test('hostile words stay comments on one line, whatever the linter thinks of them', () => {
    const story = closed(
      diagnosed(strange),
      'TODO: evil\nid: other\n--- # shared: x\npassword=hunter2222 \u2028 causes: {',
    );
    const text = patched(accountOf(story));
    expect(text).not.toContain('hunter2222');
    expect(problemsIn(text)).toEqual([]);
    expect(text.split('\n').filter((line) => line.includes('evil'))).toHaveLength(1);
  });

  test('of a runbook with includes it changes the own file alone', () => {
    const shared = `${runbook.source}\n--- # shared: api\ncauses: {}\n`;
    const account = accountOf(wholeStory(), {
      runbooks: new Map([['hash of api-down', { ...runbook, source: shared }]]),
    });
    const [{ body } = { body: '' }] = [patchFile(account) ?? undefined];
    expect(body).not.toContain('shared: api');
    expect(patched(account)).toContain('reviewed: 2025-12-04');
  });

  test('the real runbook takes it too', () => {
    const real = readFileSync(new URL('../../runbooks/api-down.yml', import.meta.url), 'utf8');
    const now = new Date('2027-01-01T00:00:00Z');
    const own: Runbook = { ...runbook, source: real };
    const text = patched(
      accountOf(closed(diagnosed(strange)), { now, runbooks: new Map([['hash of api-down', own]]) }),
      real,
    );
    expect(text).toContain('\nreviewed: 2027-01-01\n');
    expect(text.split('\n').filter((line) => !line.startsWith('#') && !real.split('\n').includes(line))).toEqual([
      'reviewed: 2027-01-01',
    ]);
  });

  test('there is none where the runbook cannot be read any more', () => {
    expect(patchFile(accountOf(wholeStory(), { runbooks: new Map([['hash of api-down', null]]) }))).toBeNull();
  });
});
