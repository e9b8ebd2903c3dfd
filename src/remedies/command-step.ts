import { runLocally } from '../checks/command-bot.js';
import { CannotLook } from '../checks/check.js';
import type { ExecCommand, ExecResult } from '../checks/containers.js';
import type { WrittenStep } from './command-params.js';
import { commandLine } from './command-line.js';
import type { ProgramStep } from './program-steps.js';
import type { Doing } from './remedy.js';
import { stateOf, type Pinned } from './target.js';
import { cutText } from '../text/clean.js';

const LONGEST_LINE = 60;

/** A step of a runbook, made to run: in the pinned container, or on the bot's machine. */
export function programStep(step: WrittenStep, target: Pinned | null, doing: Doing, signal: AbortSignal): ProgramStep {
  const { argv, timeout, max_output: maxBytes } = step;
  const line = { code: cutText(doing.world.clean(commandLine(argv)), LONGEST_LINE) };
  return {
    says: step.says === undefined ? ['running ', line] : [step.says],
    did: step.says === undefined ? ['ran ', line] : [`finished ${step.says}`],
    command: { argv, timeout, maxBytes },
    run: (command) =>
      step.where === 'container' ? runInside(command, target, doing, signal) : runHere(command, step, doing, signal),
  };
}

function runHere(command: ExecCommand, step: WrittenStep, doing: Doing, signal: AbortSignal): Promise<ExecResult> {
  const cwd = step.where === 'project' ? (doing.service.project ?? undefined) : step.cwd;
  return runLocally({ ...command, cwd, env: step.env, keep: 'newest' }, process.env, signal);
}

async function runInside(
  command: ExecCommand,
  target: Pinned | null,
  doing: Doing,
  signal: AbortSignal,
): Promise<ExecResult> {
  if (target === null) throw new CannotLook(`${doing.service.name} has no container to run it in`);
  const container = await stateOf(target, doing, signal);
  if (container === null) throw new CannotLook(`${target.name} is gone`);
  return doing.world.containers.exec(doing.service, container, command, signal);
}
