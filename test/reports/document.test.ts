import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { documentOf } from '../../src/reports/document.js';
import { accountOf, wholeStory } from './story.js';

const GOLDEN = new URL('INC-12-report.md', import.meta.url);
const HEAD = '9f3c07e1'.repeat(8);

describe('the post-incident document', () => {
  test('it tells the whole story, as the golden one does', () => {
    const story = wholeStory();
    const head = { seq: story.events.length, hash: HEAD };
    const pictures = [
      { name: 'INC-12-incident.png', alt: 'Lanes of the incident', of: 'incident' as const },
      { name: 'INC-12-tree.png', alt: 'The decision tree', of: 'tree' as const },
    ];
    const { body, trouble } = documentOf(accountOf(story, { head }), null, pictures);
    expect(trouble).toBeNull();
    if (process.env['WRITE_GOLDEN'] !== undefined) writeFileSync(GOLDEN, body);
    expect(body).toBe(readFileSync(GOLDEN, 'utf8'));
  });
});
