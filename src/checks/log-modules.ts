import type { QuotedLine } from '../runbook/facts.js';
import { cutText } from '../text/clean.js';

const LONGEST_NAME = 200;
const NAME = '["\'`]?([^"\'`\\s;:,()]+)["\'`]?';

// Python, Node.js, the dynamic linker, Java: each in the words of its own error.
const MISSING = [
  `No module named ${NAME}`,
  `cannot import name .{1,200}? from (?:partially initialized module )?${NAME}`,
  `DistributionNotFound: The ${NAME}`,
  `Cannot find (?:module|package) ${NAME}`,
  `(?:error while loading shared libraries|ImportError|OSError): (\\S+): cannot open shared object file`,
  `(?:ClassNotFoundException|NoClassDefFoundError): ${NAME}`,
].map((pattern) => new RegExp(pattern));

/** The module or package that the newest import error names; empty where there is none. */
export function missingModule(lines: readonly QuotedLine[]): string {
  const last = lines.findLast(({ text }) => moduleIn(text) !== '');
  return last === undefined ? '' : cutText(moduleIn(last.text), LONGEST_NAME);
}

function moduleIn(line: string): string {
  for (const pattern of MISSING) {
    const name = pattern.exec(line)?.[1];
    if (name !== undefined) return name;
  }
  return '';
}
