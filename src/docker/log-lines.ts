import type { LogLine } from '../checks/containers.js';
import { cutText } from '../text/clean.js';
import { engineTime } from './time.js';

/** Characters kept of one line. */
export const LONGEST_LINE = 2_000;
const CUT_MARK = ' [cut]';
// A character is at most four bytes; the time in front takes 36 at most.
const MOST_BYTES = LONGEST_LINE * 4 + 40;
const TIME = /^(\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:\d\d)) /;

type Stream = LogLine['stream'];

interface OpenLine {
  readonly at: string | null;
  readonly stream: Stream;
  text: string;
}

/**
 * Puts lines together from the engine's messages. Each message begins with its time; a line longer than 16 KiB comes in
 * several messages, of which only the last ends with a newline.
 */
export class LogLines {
  readonly #lines: OpenLine[] = [];
  readonly #open = new Map<Stream, OpenLine>();

  /** Takes one message, with its time and as it came, on one stream. */
  add(stream: Stream, message: Buffer): void {
    const ends = message.at(-1) === 0x0a;
    const written = message
      .subarray(0, MOST_BYTES)
      .toString('utf8')
      .replace(/\r?\n$/, '');
    const time = TIME.exec(written);
    const text = time === null ? written : written.slice(time[0].length);
    const line = this.#open.get(stream) ?? this.#begin(stream, engineTime(time?.[1] ?? ''));
    // One over the limit is enough to know that it was passed.
    if (line.text.length <= LONGEST_LINE) line.text = (line.text + text).slice(0, LONGEST_LINE + 1);
    if (ends) this.#open.delete(stream);
  }

  /** All lines so far, in the order in which they began. */
  all(): LogLine[] {
    return this.#lines.map(({ at, stream, text }) => ({ at, stream, text: marked(text) }));
  }

  #begin(stream: Stream, at: string | null): OpenLine {
    const line: OpenLine = { at, stream, text: '' };
    this.#lines.push(line);
    this.#open.set(stream, line);
    return line;
  }
}

function marked(text: string): string {
  return text.length <= LONGEST_LINE ? text : cutText(text, LONGEST_LINE - CUT_MARK.length) + CUT_MARK;
}
