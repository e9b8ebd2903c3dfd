import { z } from 'zod';
import { defineCheck } from './check.js';
import { insideHttpSpecs, insidePostgresSpecs, insideTcpSpecs } from './inside-facts.js';
import { askHttpInside } from './inside-http.js';
import { logInInside } from './inside-login.js';
import { expectedStatus, insideLimit, tcpAddress, variableName } from './inside-params.js';
import { askTcpInside } from './inside-tcp.js';
import { urlOf } from './written.js';

const params = z
  .strictObject({
    type: z.literal('inside'),
    url: urlOf(['http:', 'https:']).optional().describe('Asks this address over HTTP; redirects are not followed.'),
    tcp: tcpAddress.optional().describe('Opens a TCP connection: `postgres:5432`.'),
    postgres: variableName
      .optional()
      .describe('Logs in to PostgreSQL at the address in this variable of the container: `DATABASE_URL`.'),
    expect: expectedStatus,
    timeout: insideLimit,
  })
  .refine(({ url, tcp, postgres }) => [url, tcp, postgres].filter((one) => one !== undefined).length === 1, {
    message: 'say one of url, tcp and postgres',
  })
  .refine(({ url, expect }) => expect === undefined || url !== undefined, {
    message: 'expect goes with url',
    path: ['expect'],
  });

/** What the service's own container gets when it asks. */
export const inside = defineCheck({
  type: 'inside',
  vantage: 'inside',
  says: "The same question asked from within the service's container, with a program it has: curl, wget, nc, python3 or bash.",
  params,
  facts: ({ url, tcp }) => {
    if (url !== undefined) return insideHttpSpecs;
    return tcp === undefined ? insidePostgresSpecs : insideTcpSpecs;
  },
  run: ({ url, tcp, postgres, expect, timeout }, world, signal) => {
    const { service } = world;
    if (url !== undefined) return askHttpInside(world, service, { url, expect, timeout }, signal);
    if (tcp !== undefined) return askTcpInside(world, service, { tcp, timeout }, signal);
    return logInInside(world, service, { postgres: postgres ?? '', timeout }, signal);
  },
});
