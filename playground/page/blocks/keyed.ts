/**
 * Things with a key each that stays theirs when others come or go above them: what they are called, and the how manieth
 * of that name. An app's blocks get new ids with every edit, so those would lose what is focused or under way.
 */
export function keyed<T>(things: readonly T[], name: (one: T) => string): [string, T][] {
  const seen = new Map<string, number>();
  return things.map((one) => {
    const called = name(one);
    const before = seen.get(called) ?? 0;
    seen.set(called, before + 1);
    return [`${called} ${before}`, one];
  });
}
