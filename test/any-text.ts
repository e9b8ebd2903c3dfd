import fc from 'fast-check';

const SURROGATES = { from: 0xd800, many: 0x800 };
const LAST = 0x10ffff;

const character = fc
  .nat(LAST - SURROGATES.many)
  .map((at) => String.fromCodePoint(at < SURROGATES.from ? at : at + SURROGATES.many));

/**
 * Any text of Unicode, as `fc.string({ unit: 'binary' })`, which takes a second to prepare: it lists every character there
 * is. Now and then a plain one, among them names that mean something to JavaScript.
 */
export function anyText(length: { readonly maxLength?: number } = {}): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 9, arbitrary: fc.string({ ...length, unit: character }) },
    { weight: 1, arbitrary: fc.string(length) },
  );
}
