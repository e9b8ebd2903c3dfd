import type { ExecCommand, ExecResult } from '../checks/containers.js';
import { CannotStart } from '../checks/command-bot.js';
import { CannotLook } from '../checks/check.js';
import { cutText } from '../text/clean.js';
import { join, text, type Text } from '../text/text.js';
import { formatDuration } from '../text/units.js';
import { TooLate, type Doing, type Done } from './remedy.js';

const LONGEST_LINE = 200;
/** Output of no more lines than this is quoted, not attached. */
const FEW_LINES = 3;

/** One program that a remedy runs. */
export interface ProgramStep {
  /** While it runs, and before: `building api`. */
  readonly says: Text;
  /** Once it is done: `built api`. */
  readonly did: Text;
  readonly command: ExecCommand;
  /** Runs it, with the command as given here. */
  run(command: ExecCommand): Promise<ExecResult>;
}

/** How the steps went: what was done, in order, and why it stopped where it did. */
export interface Ran {
  readonly did: readonly Text[];
  /** The step that was not done, and why, without its full stop; null where all were. */
  readonly stopped: { readonly at: number; readonly why: Text } | null;
  readonly texts: NonNullable<Done['texts']>;
  /** Last line of the last program that wrote any; empty where none did. */
  readonly lastLine: string;
}

/**
 * Runs programs in turn, each announced and permitted, and stops at the first that does not end with code 0. Throws `CannotLook`
 * where one was begun and it cannot be known how it ended.
 */
export async function runSteps(steps: readonly ProgramStep[], doing: Doing): Promise<Ran> {
  const did: Text[] = [];
  const texts: { title: string; name: string; body: string }[] = [];
  let lastLine = '';
  for (const [at, step] of steps.entries()) {
    const result = await runOne(step, doing);
    if (!('exitCode' in result)) return { did, stopped: { at, why: result.why }, texts, lastLine };
    const output = outputOf(result, doing);
    lastLine = lastLineOf(output) || lastLine;
    if (output.trim().split('\n').length > FEW_LINES) texts.push(attachment(at, step, output));
    if (result.maybeRunning) throw new CannotLook(`${programOf(step, doing)} was given up and may still run`);
    if (result.exitCode !== 0)
      return { did, stopped: { at, why: whyFailed(step, result, output, doing) }, texts, lastLine };
    did.push(step.did);
  }
  return { did, stopped: null, texts, lastLine };
}

/** How it went, in words: `built api, started api`, or where it stopped, what had been done and what was not begun. */
export function sayRan(steps: readonly ProgramStep[], { did, stopped }: Ran): Text {
  if (stopped === null) return join(did, ', ');
  const rest = steps.slice(stopped.at + 1).map((step) => step.says);
  return text(
    ...(steps[stopped.at]?.says ?? []),
    ...[' failed: ', ...stopped.why],
    ...['. Done before: ', ...(did.length === 0 ? ['nothing'] : join(did, ', '))],
    ...(rest.length === 0 ? [] : ['; not begun: ', ...join(rest, ', ')]),
  );
}

async function runOne(step: ProgramStep, doing: Doing): Promise<ExecResult | { readonly why: Text }> {
  const permit = await doing.step(step.says);
  const progress = { begun: false };
  const check = (): void => {
    permit.check();
    progress.begun = true;
  };
  try {
    return await step.run({ ...step.command, permit: check });
  } catch (error) {
    if (error instanceof TooLate) return { why: ['its time was over before it was begun'] };
    if (error instanceof CannotStart || (error instanceof CannotLook && !progress.begun))
      return { why: [error.reason] };
    throw error;
  }
}

function whyFailed(
  step: ProgramStep,
  { missing, timedOut, truncated, exitCode, took }: ExecResult,
  output: string,
  doing: Doing,
): Text {
  const program = { code: programOf(step, doing) };
  if (missing) return text('there is no program ', program);
  if (timedOut) return text(program, ` did not end within ${formatDuration(step.command.timeout)} and was killed`);
  if (exitCode === null)
    return text(program, truncated ? ' wrote too much and was killed' : ' was killed before it ended');
  const last = lastLineOf(output);
  return text(program, ` ended with code ${exitCode} in ${formatDuration(took)}`, last === '' ? '' : `: ${last}`);
}

function programOf(step: ProgramStep, { world }: Doing): string {
  return world.clean(step.command.argv[0] ?? '');
}

/** Cleaned as one text, since a private key takes many lines; standard output first. */
function outputOf({ stdout, stderr }: ExecResult, { world }: Doing): string {
  return world.clean(
    [stdout, stderr]
      .map((one) => one.trimEnd())
      .filter((one) => one !== '')
      .join('\n'),
  );
}

function lastLineOf(output: string): string {
  const last = output.split('\n').findLast((line) => line.trim() !== '');
  return cutText(last?.trim() ?? '', LONGEST_LINE);
}

function attachment(at: number, step: ProgramStep, body: string): { title: string; name: string; body: string } {
  const words = step.says.map((part) => (typeof part === 'string' ? part : 'code' in part ? part.code : '')).join('');
  return { title: `Output of step ${at + 1}, ${words}`, name: `step-${at + 1}.txt`, body };
}
