import { pino, type Logger } from 'pino';
import { maskSecrets } from './text/mask.js';

/** Where log lines go. */
export interface LogSink {
  write(line: string): unknown;
}

/** The bot's log: JSON lines, secrets masked whatever key or sentence they stand in. */
export function createLog(level: string, sink: LogSink): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line: string) => void sink.write(maskSecrets(line)) },
  );
}
