const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** Bytes as people read them: `512 B`, `2.0 GiB`. */
export function formatBytes(bytes: number): string {
  const power = powerOf(bytes);
  return `${scaled(bytes, power)} ${unitOf(power)}`;
}

/** Two amounts in the unit of the larger: `2.0 of 4.0 GiB`. */
export function formatBytesOf(part: number, whole: number): string {
  const power = powerOf(Math.max(part, whole));
  return `${scaled(part, power)} of ${scaled(whole, power)} ${unitOf(power)}`;
}

/** Milliseconds as people read them: `41 ms`, `1.5 s`, `3 min 41 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9_950) return `${trimmed(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return twoUnits(seconds, 60, 'min', 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return twoUnits(minutes, 60, 'h', 'min');
  return twoUnits(Math.round(minutes / 60), 24, 'd', 'h');
}

/** `93 %`; one decimal below ten, `0 %` only for nothing at all. */
export function formatPercent(percent: number): string {
  if (percent > 0 && percent < 0.05) return '<0.1 %';
  return percent < 9.95 ? `${trimmed(percent)} %` : `${Math.round(percent)} %`;
}

function powerOf(bytes: number): number {
  let power = 0;
  // 1023.95 would be printed as 1024.0, so it already belongs to the next unit.
  while (power < BYTE_UNITS.length - 1 && bytes / 1024 ** power >= (power === 0 ? 1024 : 1023.95)) power += 1;
  return power;
}

function scaled(bytes: number, power: number): string {
  return power === 0 ? String(Math.round(bytes)) : (bytes / 1024 ** power).toFixed(1);
}

function unitOf(power: number): string {
  return BYTE_UNITS[power] ?? 'B';
}

function trimmed(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '');
}

function twoUnits(small: number, perLarge: number, large: string, unit: string): string {
  const rest = small % perLarge;
  const head = `${Math.floor(small / perLarge)} ${large}`;
  return rest === 0 ? head : `${head} ${rest} ${unit}`;
}
