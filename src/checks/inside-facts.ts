import type { FactSpec } from '../runbook/facts.js';

const tool: FactSpec = { type: 'string', says: 'The program in the container that asked, such as curl.' };
const latency: FactSpec = {
  type: 'int',
  unit: 'ms',
  says: 'How long the answer or its failure took; with wget and nc, the start of the program included.',
};

/** With `url`. */
export const insideHttpSpecs = {
  ok: {
    type: 'bool',
    says: 'With url: answered with the expected status. With postgres: logged in, and SELECT 1 was answered.',
  },
  answered: { type: 'bool', says: 'With url: an HTTP answer began, whatever its status.' },
  status: { type: 'int', says: 'With url: HTTP status of the answer; 0 where there was none.' },
  error: {
    type: 'string',
    says: 'One of refused, reset, timeout, dns, tls, unreachable or other; with url bad_response as well; with postgres auth, no_database, too_many_connections, starting, no_address as well. Empty where all went well.',
  },
  latency,
  tool,
} satisfies Readonly<Record<string, FactSpec>>;

/** With `tcp`. */
export const insideTcpSpecs = {
  open: { type: 'bool', says: 'With tcp: a TCP connection was accepted.' },
  error: insideHttpSpecs.error,
  latency,
  tool,
} satisfies Readonly<Record<string, FactSpec>>;

/** With `postgres`. */
export const insidePostgresSpecs = {
  ok: insideHttpSpecs.ok,
  error: insideHttpSpecs.error,
  message: {
    type: 'string',
    says: "With postgres: the server's or the driver's words about the error; empty where there is none.",
  },
  latency,
  tool,
} satisfies Readonly<Record<string, FactSpec>>;
