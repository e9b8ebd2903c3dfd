import { z } from 'zod';
import { instead } from '../text/nearest.js';
import { CannotLook, defineCheck } from './check.js';
import { insideHttpSpecs, insideTcpSpecs } from './inside-facts.js';
import { askHttpInside } from './inside-http.js';
import { expectedStatus, insideLimit, tcpAddress } from './inside-params.js';
import { askTcpInside } from './inside-tcp.js';
import { urlOf } from './written.js';

const params = z
  .strictObject({
    type: z.literal('neighbour'),
    from: z.string().min(1).describe('The service of config.yml from whose container is asked.'),
    url: urlOf(['http:', 'https:']).optional().describe('Asks this address over HTTP; redirects are not followed.'),
    tcp: tcpAddress.optional().describe('Opens a TCP connection: `api:8000`.'),
    expect: expectedStatus,
    timeout: insideLimit,
  })
  .refine(({ url, tcp }) => (url === undefined) !== (tcp === undefined), { message: 'say either url or tcp' })
  .refine(({ url, expect }) => expect === undefined || url !== undefined, {
    message: 'expect goes with url',
    path: ['expect'],
  });

/** What another service's container gets when it asks. */
export const neighbour = defineCheck({
  type: 'neighbour',
  vantage: 'neighbour',
  says: "A question asked from within another service's container, with a program it has: curl, wget, nc, python3 or bash.",
  params,
  facts: ({ url }) => (url === undefined ? insideTcpSpecs : insideHttpSpecs),
  run: async ({ from, url, tcp, expect, timeout }, world, signal) => {
    const service = Object.hasOwn(world.services, from) ? world.services[from] : undefined;
    if (service === undefined)
      throw new CannotLook(`config.yml has no service ${from}${instead(from, Object.keys(world.services), 'It has')}`);
    if (url !== undefined) return askHttpInside(world, service, { url, expect, timeout }, signal);
    return askTcpInside(world, service, { tcp: tcp ?? '', timeout }, signal);
  },
});
