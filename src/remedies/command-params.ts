import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { isPlaceholder } from '../checks/written.js';
import { durationBetween } from '../runbook/duration.js';

const MOST_OUTPUT = 1024 * 1024;

const step = z
  .strictObject({
    says: z.string().min(3).max(80).optional().describe('What it does, as it does it: `clearing the cache`.'),
    where: z
      .enum(['container', 'bot', 'project'])
      .describe(
        "In the service's container, on the machine of the bot, or there in the service's project folder of config.yml.",
      ),
    argv: z
      .array(z.string())
      .min(1)
      .max(100)
      .describe('The program and its arguments, one item each; no shell reads them.'),
    cwd: z
      .string()
      .refine((written) => isPlaceholder(written) || isAbsolute(written), 'a folder is an absolute path')
      .optional()
      .describe('With `where: bot`: the folder it runs in.'),
    env: z
      .array(z.string().regex(/^[A-Za-z_]\w*$/, 'the name of a variable'))
      .default([])
      .describe("Not with `where: container`: variables of the bot's environment it gets, beside PATH, HOME and LANG."),
    timeout: durationBetween(1_000, 1_800_000, 'between 1s and 30m')
      .default(60_000)
      .describe('In whole seconds; then it is killed.'),
    max_output: z
      .int()
      .min(1_024)
      .max(MOST_OUTPUT)
      .default(65_536)
      .describe('Bytes that are kept, the newest. In a container it is ended at more.'),
  })
  .refine(({ argv }) => argv[0] !== '', { message: 'the first item is the program', path: ['argv', 0] })
  .refine(({ where, cwd }) => where === 'bot' || cwd === undefined, {
    message: 'cwd goes with where: bot',
    path: ['cwd'],
  })
  .refine(({ where, env }) => where !== 'container' || env.length === 0, {
    message: 'env does not go with where: container',
    path: ['env'],
  });

/** The parameters of the remedy `command`. */
export const commandParams = z.strictObject({
  type: z.literal('command'),
  steps: z.array(step).min(1).max(10),
  label: z.string().min(3).max(22).optional().describe('For the button, a verb first.'),
  undo: z.string().min(3).max(200).optional().describe('How to take it back, in words.'),
  afterwards: z.string().min(3).max(200).optional().describe('What stays to be done by people once it worked.'),
  find: z
    .string()
    .min(3)
    .max(300)
    .optional()
    .describe('How people find out whether it happened, should the bot not know.'),
});
export type CommandParams = z.infer<typeof commandParams>;
export type WrittenStep = CommandParams['steps'][number];
