import { z } from 'zod';
import { CannotLook, defineCheck } from './check.js';
import { environmentSpecs } from './environment-facts.js';
import { readEnvironment } from './environment-read.js';
import { variableName } from './inside-params.js';
import { lookAtContainer } from './look-at-container.js';

const params = z
  .strictObject({
    type: z.literal('environment'),
    variables: z.array(variableName).default([]).describe('Variables that must be set.'),
    expect: z
      .record(variableName, z.string().min(1))
      .default({})
      .describe('Variables and what they must hold: `{ DATABASE_URL: "${service.database_inside}" }`.'),
  })
  .refine((asked) => variablesOf(asked).length > 0, { message: 'name at least one variable, in variables or expect' });

interface Asked {
  readonly variables: readonly string[];
  readonly expect: Readonly<Record<string, string>>;
}

/** What the service's container was given as environment; of its values only parts that are no secret. */
export const environment = defineCheck({
  type: 'environment',
  vantage: 'Docker',
  says: "The environment variables the service's container was created with. Values stay with the engine: only whether they are set, match, and where an address leads.",
  params,
  facts: (asked) => environmentSpecs(variablesOf(asked), Object.keys(asked.expect)),
  run: async (asked, world, signal) => {
    const details = await lookAtContainer(world, signal, (container) =>
      world.containers.details(world.service, container, signal),
    );
    if (details === null) throw new CannotLook('there is no container');
    return readEnvironment(details.env, { variables: variablesOf(asked), expect: asked.expect }, (foreign) =>
      world.clean(foreign),
    );
  },
});

function variablesOf({ variables, expect }: Asked): string[] {
  return [...new Set([...Object.keys(expect), ...variables])];
}
