import { exportOf } from '../src/reports/export.js';
import { cutText } from '../src/text/clean.js';
import type { Subcommand } from './command.js';
import { findTarget, refused } from './target.js';

const OPTIONS = ['--jsonl', '--private'] as const;

/** The whole record, one event a line, for other programs. Private notes only where they are asked for. */
export const exportCommand: Subcommand = {
  word: 'export',
  group: 'terminal',
  usage: 'export INC-12 --jsonl [--private]',
  says: 'the whole record, one event a line',
  answer: async (ask) => {
    const right = { code: 'incident export INC-12 --jsonl' };
    if (ask.channel !== null) return refused('This is for the terminal: ', right, '. Nothing was sent.');
    const target = await findTarget(ask, 'export');
    if ('unclear' in target) return target.unclear;
    const options = target.rest.map((word) => word.toLowerCase());
    const unknown = options.find((option) => OPTIONS.every((one) => one !== option));
    if (unknown !== undefined) {
      const words = [
        'No option is called ',
        { code: cutText(unknown, 60) },
        '. Nothing was exported. Send ',
        right,
        '.',
      ];
      return refused(...words);
    }
    const rows = await ask.look.rows(target.row.incident);
    return { output: exportOf(rows, { private: options.includes('--private') }) };
  },
};
