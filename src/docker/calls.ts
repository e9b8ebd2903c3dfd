/** One call of the Engine API that the bot may make. `{id}` in the path stands for a container, network, image or exec. */
export interface EngineCall {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** A regular expression, as text, for the whole JSON of a POST: a program that is to run has no more rights than its container. */
  readonly body?: string;
  /** What the bot asks it for, for docs/security.md. */
  readonly why: string;
}

const STRING = String.raw`"(?:[^"\\]++|\\.)*+"`;

/**
 * Every call there is: `createEngine` makes no other. deploy/docker-proxy.cfg lets exactly these through and docs/security.md
 * lists them: a new one is added here, and test/docker/calls.test.ts then prints the lines that are missing there.
 */
export const ENGINE_CALLS: readonly EngineCall[] = [
  { method: 'GET', path: '/_ping', why: 'whether the engine answers, and its clock' },
  { method: 'GET', path: '/version', why: 'the engine’s version, for `incident doctor`' },
  { method: 'GET', path: '/info', why: 'its cgroup version, for `incident doctor`' },
  { method: 'GET', path: '/events', why: 'what happened to containers: killed, out of memory, restarted, unhealthy' },
  {
    method: 'GET',
    path: '/containers/json',
    why: 'find a service’s container by its labels, name or id; who holds a port, who is on a network',
  },
  { method: 'GET', path: '/containers/{id}/json', why: 'its state, healthcheck, limits, ports, environment (masked)' },
  { method: 'GET', path: '/containers/{id}/logs', why: 'the newest lines of its log (masked)' },
  { method: 'GET', path: '/containers/{id}/stats', why: 'its memory and CPU' },
  { method: 'GET', path: '/containers/{id}/top', why: 'its processes (masked)' },
  { method: 'GET', path: '/networks', why: 'which networks there are, and whether the bot shares the host’s' },
  { method: 'GET', path: '/images/{id}/json', why: 'when its image was built' },
  {
    method: 'POST',
    path: '/containers/{id}/exec',
    body: String.raw`^\{"AttachStdout":true,"AttachStderr":true,"Tty":false,"Cmd":\[${STRING}(?:,${STRING})*+\]\}$`,
    why: 'ask from inside: the commands that checks and runbooks spell out',
  },
  {
    method: 'POST',
    path: '/exec/{id}/start',
    body: String.raw`^\{"Detach":false,"Tty":false\}$`,
    why: 'run that command and read its output',
  },
  { method: 'GET', path: '/exec/{id}/json', why: 'its exit code' },
];

// The first character keeps `..` out; nothing that needs escaping in a URL is in it.
const ID = '[A-Za-z0-9][A-Za-z0-9_.:-]*';

/** A regular expression, as text, for the paths of a call. */
export function pathPattern(call: EngineCall): string {
  return `^${call.path.replaceAll('{id}', ID)}$`;
}

/** Throws for a call that is not on the list: that is a bug, and the proxy in front of an engine would refuse it. */
export function mustBeListed(method: string, path: string): void {
  if (ENGINE_CALLS.some((call) => call.method === method && new RegExp(pathPattern(call)).test(path))) return;
  throw new Error(`${method} ${path} is not on the list of Engine calls in src/docker/calls.ts`);
}
