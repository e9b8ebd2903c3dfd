import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createReporter } from '../../src/reports/reporter.js';
import { makeRunbook } from '../builders.js';
import { accountOf, diagnosed, wholeStory } from './story.js';

const folder = mkdtempSync(join(tmpdir(), 'runbook-bot-reports-'));
const own = (source: string): string => {
  const file = join(folder, 'ours.md');
  writeFileSync(file, source);
  return file;
};

describe('the reporter', () => {
  test('writes summary, document and pictures, and the document shows them by their file names', async () => {
    const { summary, document, pictures, trouble } = await createReporter({ template: null }).write(
      accountOf(wholeStory()),
    );
    expect(trouble).toBeNull();
    expect(summary.length).toBeGreaterThan(5);
    expect(document?.name).toBe('INC-12-report.md');
    for (const { name, alt } of pictures) {
      expect(document?.body).toContain(`](<${name}>)`);
      expect(alt).not.toBe('');
    }
    const names = [document, ...pictures].map((file) => file?.name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('reads the template of the team each time, and says what is wrong with it', async () => {
    const reporter = createReporter({ template: own('first') });
    const account = accountOf(wholeStory());
    expect((await reporter.write(account)).document?.body).toBe('first\n');
    own('<%= it.oops %>');
    const { document, trouble } = await reporter.write(account);
    expect(document?.body).toContain('## Timeline');
    expect(trouble).toMatch(/ours\.md, line 1: there is no it\.oops\.$/);
  });

  test('writes without a template that is not there, and says so', async () => {
    const { document, trouble } = await createReporter({ template: '/nowhere/ours.md' }).write(accountOf(wholeStory()));
    expect(document?.body).toContain('## Timeline');
    expect(trouble).toBe('The built-in document was used, because the template /nowhere/ours.md cannot be read.');
  });

  test('writes where the runbook cannot be read any more, nobody has a name and hardly anything happened', async () => {
    const account = accountOf(diagnosed(), { runbooks: new Map(), names: {} });
    const { document, summary } = await createReporter({ template: null }).write({
      ...account,
      events: account.events.slice(0, 2),
    });
    expect(document?.body).toContain('not recorded');
    expect(document?.body).toContain('UADA');
    expect(summary.length).toBeGreaterThan(3);
    const empty = await createReporter({ template: null }).write({ ...account, events: [] });
    expect(empty).toMatchObject({ summary: [], trouble: null });
  });

  test('lets no secret through that slipped into an event', async () => {
    const story = diagnosed();
    story.do({ do: 'close', by: 'slack:UADA', how: 'resolved', reason: 'set password=hunter2222 by hand' });
    const { document } = await createReporter({ template: null }).write(accountOf(story));
    expect(document?.body).not.toContain('hunter2222');
  });
});

describe('the files of an incident that was opened again and resolved again', () => {
  const reporter = createReporter({ template: null });
  const story = wholeStory();
  story.do({ do: 'reopen', by: 'slack:UADA', reason: 'it is back' });
  story.do({ do: 'close', by: 'slack:UADA', how: 'resolved', reason: 'for good' });
  const again = accountOf(story);

  test('have other names than those of its first end: in the thread they stand side by side', async () => {
    const { document, pictures } = await reporter.write(again);
    expect([document, ...pictures].map((file) => file?.name)).toEqual([
      'INC-12-report-2.md',
      'INC-12-incident-2.png',
      'INC-12-tree-2.png',
    ]);
    expect(document?.body).toContain('](<INC-12-tree-2.png>)');
    expect((await reporter.draft(again, 'post_mortem')).file?.name).toBe('INC-12-post-mortem-2.ics');
    expect((await reporter.draft(again, 'runbook')).file?.name).toBe('api-down-2.patch');
  });

  test('and the invitation names the document that is to be read', async () => {
    const { file } = await reporter.draft(again, 'post_mortem');
    expect(String(file?.body).replace(/\r\n\s/g, '')).toContain('INC-12-report-2.md');
  });
});

describe('drafts', () => {
  const reporter = createReporter({ template: null });

  test('for the post-mortem: a slot and a calendar file', async () => {
    const { says, file } = await reporter.draft(accountOf(wholeStory()), 'post_mortem');
    expect(says).toContainEqual({ time: '2025-12-04T10:00:00.000Z', to: 'minute' });
    expect(file?.name).toBe('INC-12-post-mortem.ics');
  });

  test('for the runbook: a patch and how to apply it', async () => {
    const { says, file } = await reporter.draft(accountOf(wholeStory()), 'runbook');
    expect(says).toContainEqual({ code: 'git apply api-down.patch' });
    expect(file?.name).toBe('api-down.patch');
  });

  test('nothing, in words, where there is nothing to write', async () => {
    const gone = accountOf(wholeStory(), { runbooks: new Map() });
    expect(await reporter.draft(gone, 'runbook')).toMatchObject({ file: null });
    expect(await reporter.draft(accountOf(diagnosed()), 'post_mortem')).toMatchObject({ file: null });
  });

  test('a runbook without a known cause or a review date of today is patched as well', async () => {
    const other = makeRunbook(
      'checks: { health: { type: bot, has: { ok: bool } } }\ntree: [{ otherwise: could_not_tell }]',
    );
    const account = accountOf(wholeStory(), { runbooks: new Map([['hash of api-down', other]]) });
    expect((await reporter.draft(account, 'runbook')).file?.body).toContain('+reviewed: 2025-12-04');
  });
});
