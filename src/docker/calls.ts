/** One call of the Engine API that the bot may make. `{id}` in the path stands for a container, network, image or exec. */
export interface EngineCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** What it is made for: to look, which checks do, or to act, which only a remedy does that people said yes to. */
  readonly to: 'look' | 'act';
  /** A regular expression, as text, for the whole query of a call that acts; it has none where this is left out. */
  readonly query?: string;
  /** A regular expression, as text, for the JSON of a POST: a program that is to run has no more rights than its container. None is sent where this is left out. */
  readonly body?: string;
  /** What the bot asks it for, for docs/security.md. */
  readonly why: string;
}

const STRING = String.raw`"(?:[^"\\]++|\\.)*+"`;
// Names and addresses of a network's endpoint need no escapes.
const PLAIN = String.raw`"[^"\\]*"`;
const LIST = String.raw`\[(?:${PLAIN}(?:,${PLAIN})*)?\]`;
const OBJECT = String.raw`\{(?:${PLAIN}:${PLAIN}(?:,${PLAIN}:${PLAIN})*)?\}`;
const ENDPOINT = String.raw`\{"Aliases":${LIST}(?:,"IPAMConfig":${OBJECT})?(?:,"Links":${LIST})?(?:,"DriverOpts":${OBJECT})?\}`;
const NAME = '[A-Za-z0-9][A-Za-z0-9_.-]*';

/**
 * Every call there is, those that look first: `createEngine` makes no other. deploy/docker-proxy.cfg lets exactly these through
 * and docs/security.md lists them: a new one is added here, and test/docker/calls.test.ts then prints the lines that are missing.
 */
export const ENGINE_CALLS: readonly EngineCall[] = [
  { method: 'GET', to: 'look', path: '/_ping', why: 'whether the engine answers, and its clock' },
  { method: 'GET', to: 'look', path: '/version', why: 'the engine’s version, for `incident doctor`' },
  { method: 'GET', to: 'look', path: '/info', why: 'its cgroup version, for `incident doctor`' },
  {
    method: 'GET',
    to: 'look',
    path: '/events',
    why: 'what happened to containers: killed, out of memory, restarted, unhealthy',
  },
  {
    method: 'GET',
    to: 'look',
    path: '/containers/json',
    why: 'find a service’s container by its labels, name or id; who holds a port, who is on a network',
  },
  {
    method: 'GET',
    to: 'look',
    path: '/containers/{id}/json',
    why: 'its state, healthcheck, limits, ports, environment (masked)',
  },
  { method: 'GET', to: 'look', path: '/containers/{id}/logs', why: 'the newest lines of its log (masked)' },
  { method: 'GET', to: 'look', path: '/containers/{id}/stats', why: 'its memory and CPU' },
  { method: 'GET', to: 'look', path: '/containers/{id}/top', why: 'its processes (masked)' },
  {
    method: 'GET',
    to: 'look',
    path: '/networks',
    why: 'which networks there are, and whether the bot shares the host’s',
  },
  { method: 'GET', to: 'look', path: '/images/{id}/json', why: 'when its image was built' },
  {
    method: 'POST',
    to: 'look',
    path: '/containers/{id}/exec',
    body: String.raw`^\{"AttachStdout":true,"AttachStderr":true,"Tty":false,"Cmd":\[${STRING}(?:,${STRING})*+\]\}$`,
    why: 'ask from inside: the commands that checks and runbooks spell out',
  },
  {
    method: 'POST',
    to: 'look',
    path: '/exec/{id}/start',
    body: String.raw`^\{"Detach":false,"Tty":false\}$`,
    why: 'run that command and read its output',
  },
  { method: 'GET', to: 'look', path: '/exec/{id}/json', why: 'its exit code' },
  { method: 'POST', to: 'act', path: '/containers/{id}/start', why: 'start it' },
  {
    method: 'POST',
    to: 'act',
    path: '/containers/{id}/stop',
    query: 't=[0-9]{1,5}',
    why: 'stop it, with the time it gets to end by itself',
  },
  {
    method: 'POST',
    to: 'act',
    path: '/containers/{id}/restart',
    query: 't=[0-9]{1,5}',
    why: 'restart it, with the time it gets to end by itself',
  },
  {
    method: 'POST',
    to: 'act',
    path: '/containers/{id}/kill',
    query: 'signal=SIG[A-Z0-9]{1,12}',
    why: 'send it a signal: to end it, or for a dump of its stacks',
  },
  { method: 'POST', to: 'act', path: '/containers/{id}/unpause', why: 'let it go on' },
  {
    method: 'POST',
    to: 'act',
    path: '/containers/{id}/update',
    body: String.raw`^\{"Memory":[0-9]{1,15},"MemorySwap":(?:-1|[0-9]{1,15})\}$`,
    why: 'raise its memory limit; nothing else of it',
  },
  {
    method: 'POST',
    to: 'act',
    path: '/networks/{id}/connect',
    body: String.raw`^\{"Container":"[0-9a-f]{12,64}","EndpointConfig":${ENDPOINT}\}$`,
    why: 'connect it to a network, with its names and addresses there',
  },
  {
    method: 'POST',
    to: 'act',
    path: '/containers/{id}/rename',
    query: `name=${NAME}`,
    why: 'put it aside while it is made anew, and back',
  },
  {
    method: 'POST',
    to: 'act',
    path: '/containers/create',
    query: `name=${NAME}`,
    // No pattern can judge what a container is told to be.
    body: String.raw`^\{`,
    why: 'make a container anew as it was, or with an image it ran before. **As good as root**, see below',
  },
  {
    method: 'DELETE',
    to: 'act',
    path: '/containers/{id}',
    why: 'remove one that does not run and was made anew; its volumes stay',
  },
];

// The first character keeps `..` out; nothing that needs escaping in a URL is in it.
const ID = '[A-Za-z0-9][A-Za-z0-9_.:-]*';

/** A regular expression, as text, for a call's path; with its query where it acts: what else Docker takes there is not for the bot. */
export function pathPattern({ path, query, to }: EngineCall): string {
  const rest = to === 'act' && query !== undefined ? String.raw`\?${query}` : '';
  return `^${path.replaceAll('{id}', ID)}${rest}$`;
}

/** Throws for a call that is not on the list: that is a bug, and the proxy in front of an engine would refuse it. */
export function mustBeListed(method: string, path: string, query?: Readonly<Record<string, string>>): void {
  const whole = query === undefined ? path : `${path}?${new URLSearchParams(query).toString()}`;
  const fits = (call: EngineCall): boolean =>
    call.method === method && new RegExp(pathPattern(call)).test(call.to === 'act' ? whole : path);
  if (ENGINE_CALLS.some(fits)) return;
  throw new Error(`${method} ${whole} is not on the list of Engine calls in src/docker/calls.ts`);
}
