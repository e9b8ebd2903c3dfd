import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import type { SecretLintRuleContext, SecretLintSourceCode } from '@secretlint/types';
import { MASK } from './mask-mark.js';

/** They report a whole address; `maskUrls` hides no more of it than the password. */
const LEFT_OUT = ['basicauth', 'database-connection-string'].map((name) => `@secretlint/secretlint-rule-${name}`);

type Range = readonly [from: number, to: number];

/** Masks what secretlint's recommended rules find: keys and tokens of some 25 services. Keeps the number of lines. */
export function createRulesMask(): (text: string) => string {
  const found: Range[] = [];
  const context: SecretLintRuleContext = {
    sharedOptions: { maskSecrets: false },
    createTranslator: () => (messageId) => ({ message: '', messageId: String(messageId), data: undefined }),
    report: ({ range }) => void found.push(range),
    ignore: () => undefined,
  };
  const scanners = rules
    .filter(({ meta }) => meta.type === 'scanner' && !LEFT_OUT.includes(meta.id))
    .map((rule) => rule.create(context, {}));
  return (text) => {
    const source = sourceOf(text);
    // None of them is asynchronous for a text without a path.
    for (const scanner of scanners) void scanner.file?.(source);
    return withoutRanges(text, found.splice(0));
  };
}

function withoutRanges(text: string, ranges: readonly Range[]): string {
  let masked = '';
  let done = 0;
  for (const [from, to] of ranges.toSorted((one, other) => one[0] - other[0])) {
    if (to <= done) continue;
    const start = Math.max(from, done);
    masked += text.slice(done, start) + text.slice(start, to).replace(/[^\n]+/g, MASK);
    done = to;
  }
  return masked + text.slice(done);
}

/** A text as rules take it: no file, so no place in one. */
function sourceOf(content: string): SecretLintSourceCode {
  const nowhere = (): never => {
    throw new Error('a text has no places');
  };
  return {
    ...{ content, hasBOM: false, ext: '.txt', contentType: 'text', filePath: undefined, physicalFilePath: undefined },
    ...{ getFilePath: () => undefined, getPhysicalFilePath: () => undefined },
    ...{ locationToRange: nowhere, rangeToLocation: nowhere, positionToIndex: nowhere, indexToPosition: nowhere },
  };
}
