import { renderToStaticMarkup } from 'react-dom/server';
import type { ReactNode } from 'react';
import { checkMessageBlocks } from '../../../playground/blocks/check.js';
import { Ids } from '../../../playground/ids.js';
import { Blocks } from '../../../playground/page/blocks/blocks.js';
import { Mrkdwn } from '../../../playground/page/blocks/mrkdwn.js';
import { Reading } from '../../../playground/page/blocks/reading.js';

/** 03:30 UTC on the day of most times here. */
export const NOW = Date.parse('2026-11-22T03:30:00Z');

const person = (id: string, name: string) => ({ id, name, realName: name, part: null, bot: false });
const channel = { id: 'C1', name: 'inc-api', kind: 'public', topic: '', bookmarks: [], archived: false } as const;

/** What the page shows of something, as HTML; Ada reads it in Berlin, in British English. */
export function htmlOf(shown: ReactNode): string {
  return renderToStaticMarkup(
    <Reading
      people={[person('UADA', 'Ada'), person('USAM', 'Sam <b>')]}
      groups={[{ id: 'S1', handle: 'approvers' }]}
      channels={[channel]}
      you="UADA"
      timeZone="Europe/Berlin"
      language="en-GB"
      now={() => NOW}
    >
      {shown}
    </Reading>,
  );
}

export function htmlOfText(text: string, verbatim = true): string {
  return htmlOf(<Mrkdwn text={text} verbatim={verbatim} />);
}

/** Blocks as an app sends them, checked and filled in as the workspace does it. */
export function htmlOfBlocks(...blocks: unknown[]): string {
  const checked = checkMessageBlocks(blocks, new Ids('http://slack.example'));
  return htmlOf(<Blocks blocks={checked} onPress={() => Promise.resolve({ ok: true })} />);
}
