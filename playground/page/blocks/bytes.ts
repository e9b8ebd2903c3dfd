const UNITS = ['bytes', 'kB', 'MB', 'GB'];

/** A size as people read it: `812 bytes`, `4.1 kB`, `23 MB`. */
export function sizeWords(bytes: number): string {
  let amount = bytes;
  let unit = 0;
  while (unit < UNITS.length - 1 && amount >= 999.5) {
    amount /= 1000;
    unit += 1;
  }
  const figures = unit > 0 && amount < 9.95 ? amount.toFixed(1) : String(Math.round(amount));
  return `${figures} ${bytes === 1 ? 'byte' : (UNITS[unit] ?? '')}`;
}
