import { z } from 'zod';
import { isAbsolute } from 'node:path';
import { durationBetween } from '../runbook/duration.js';
import { CannotLook, defineCheck, type World } from './check.js';
import { runLocally } from './command-bot.js';
import { COMMAND_FACTS, commandSpecs } from './command-facts.js';
import { readCommand } from './command-read.js';
import type { ExecCommand, ExecResult } from './containers.js';
import { patternsBeside } from './log-patterns.js';
import { lookAtContainer } from './look-at-container.js';
import { isPlaceholder } from './written.js';

const MOST_OUTPUT = 1024 * 1024;

const params = z
  .strictObject({
    type: z.literal('command'),
    where: z.enum(['container', 'bot']).describe("In the service's container, or on the machine of the bot."),
    argv: z
      .array(z.string())
      .min(1)
      .max(100)
      .describe('The program and its arguments, one item each; no shell reads them.'),
    timeout: durationBetween(1_000, 8_000, 'between 1s and 8s')
      .default(5_000)
      .describe('In whole seconds; then it is killed.'),
    max_output: z.int().min(1_024).max(MOST_OUTPUT).default(65_536).describe('Bytes; at more it is not read on.'),
    find: patternsBeside(COMMAND_FACTS).default({}).describe('Named RE2 patterns; each name becomes a fact.'),
    cwd: z
      .string()
      .refine((written) => isPlaceholder(written) || isAbsolute(written), 'a folder is an absolute path')
      .optional()
      .describe('With `where: bot`: the folder it runs in.'),
    env: z
      .array(z.string().min(1))
      .default([])
      .describe("With `where: bot`: variables of the bot's environment it gets, beside PATH, HOME and LANG."),
  })
  .refine(({ argv }) => argv[0] !== '', { message: 'the first item is the program', path: ['argv', 0] })
  .refine(({ where, cwd, env }) => where === 'bot' || (cwd === undefined && env.length === 0), {
    message: 'cwd and env go with where: bot',
  });

/** What a program says and how it ends. The runbook's reviewers answer for it: it must change nothing. */
export const command = defineCheck({
  type: 'command',
  vantage: ({ where }) => (where === 'bot' ? 'bot' : 'inside'),
  says: "A program of the runbook's choice, run in the service's container or on the machine of the bot, and killed when its time is over. It must change nothing.",
  params,
  facts: ({ find }) => commandSpecs(find),
  run: async (asked, world, signal) => {
    const command = { argv: asked.argv, timeout: asked.timeout, maxBytes: asked.max_output };
    const result = await (asked.where === 'bot'
      ? runLocally({ ...command, cwd: asked.cwd, env: asked.env }, process.env, signal)
      : runInside(command, world, signal));
    return readCommand(command, result, asked.find, (foreign) => world.clean(foreign));
  },
});

async function runInside(command: ExecCommand, world: World, signal: AbortSignal): Promise<ExecResult> {
  const { service } = world;
  const result = await lookAtContainer(world, signal, (container) => {
    if (container.status === 'running') return world.containers.exec(service, container, command, signal);
    throw new CannotLook(`the container of ${service.name} does not run, so nothing can be run in it`);
  });
  if (result === null) throw new CannotLook(`${service.name} has no container to run it in`);
  return result;
}
