import { SUMMARY_PARTS, type SummaryLine } from '../incident/record.js';
import type { Text } from '../text/text.js';
import { context, type Message } from './message.js';
import { cutTo, packed } from './packed.js';

/** What a part weighs at most: all of them together fit one message. */
const PART_MOST = 1_300;

/** A summary for one reader. `at`: when it was recorded; null for one of what happened so far. */
export function summaryMessage(incident: string, lines: readonly SummaryLine[], at: string | null): Message {
  const title: Text =
    at === null
      ? [`Summary of ${incident} so far, made just now.`]
      : [`Summary of ${incident}, recorded `, { time: at, to: 'minute' }, '.'];
  const parts = SUMMARY_PARTS.map((part) => lines.filter((line) => line.part === part).map(({ says }) => says));
  const paragraphs = parts.filter((says) => says.length > 0).map((says) => cutTo(inLine(says), PART_MOST));
  const [first = []] = paragraphs;
  return { blocks: [context(...title), ...packed(paragraphs)], plain: [...title, ' ', ...first] };
}

function inLine(sentences: readonly Text[]): Text {
  return sentences.flatMap((says, at) => (at === 0 ? says : [' ', ...says]));
}
