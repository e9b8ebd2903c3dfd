import { pino, type Logger } from 'pino';
import { secretsIn, type Mask } from './text/mask.js';
import { MASK } from './text/mask-mark.js';

/** Where log lines go. */
export interface LogSink {
  write(line: string): unknown;
}

/** The bot's log: JSON lines, secrets masked whatever key or sentence they stand in. */
export function createLog(level: string, sink: LogSink, mask: Mask): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line: string) => void sink.write(maskedLine(line, mask)) },
  );
}

/** Value by value, not as one text: a mask across quotes would leave no JSON. */
function maskedLine(line: string, mask: Mask): string {
  return `${JSON.stringify(JSON.parse(line, (key, value: unknown) => masked(key, value, mask)))}\n`;
}

function masked(key: string, value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return secretsIn(`${key}="any1value"`) ? MASK : mask(value);
  if (typeof value === 'number') return secretsIn(`${key}=${value}`) ? MASK : value;
  return value;
}
