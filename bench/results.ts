import { cpus, loadavg, release, totalmem, type } from 'node:os';
import type { Findings, Measurement, Row } from './measurement.js';

export interface Result {
  readonly measurement: Measurement;
  readonly findings: Findings;
}

/** The machine and the moment, in one line: numbers without them say nothing. */
export function circumstances(now: Date): string {
  const [first] = cpus();
  const memory = `${(totalmem() / 1e9).toFixed(0)} GB`;
  const load = loadavg()[0]?.toFixed(1) ?? '?';
  return (
    `${now.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${cpus().length} × ${first?.model.trim() ?? 'unknown processor'}, ${memory}, ` +
    `${type()} ${release()}, Node ${process.versions.node}, load average ${load} before it began`
  );
}

/** For the terminal. */
export function asText({ measurement, findings }: Result): string {
  const rows = findings.rows.map(
    (row) => `  ${row.what}: ${row.measured}${row.against === undefined ? '' : ` | ${row.against}`}${mark(row, ' | ')}`,
  );
  return [`\n${measurement.title}`, ...rows, ...findings.notes.map((note) => `  (${note})`)].join('\n');
}

/** For bench/RESULTS.md. */
export function asMarkdown(results: readonly Result[], where: string): string {
  const sections = results.map(({ measurement, findings }) =>
    [
      `## ${measurement.title}`,
      '',
      '| what | measured | in the same run | target |',
      '| --- | --- | --- | --- |',
      ...findings.rows.map((row) => `| ${row.what} | ${row.measured} | ${row.against ?? ''} | ${mark(row, '')} |`),
      '',
      ...findings.notes.map((note) => `${note}\n`),
    ].join('\n'),
  );
  return `# Speed\n\nWritten by \`npm run bench\`: ${where}.\n\n${sections.join('\n')}`;
}

function mark({ target }: Row, before: string): string {
  if (target === undefined) return '';
  return `${before}${target.says}: ${target.met ? 'met' : '**missed**'}`;
}
