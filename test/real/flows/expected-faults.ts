import { expectedHeaders, expectedHealthy } from '../../../demo/expected.js';

/** The runbooks that every fault is diagnosed with. */
export const RUNBOOKS = ['api-down', 'api-not-responding'] as const;
export type RunbookName = (typeof RUNBOOKS)[number];

const CLOCK = String.raw`\d\d:\d\d:\d\d`;

/** Situations beside the demo's faults: nothing broken, and an API stopped while Docker refuses the bot. */
const others: Readonly<Record<string, string>> = {
  healthy: expectedHealthy,
  'stopped-unseen': 'api down: Docker not reachable',
};

/** Where the second runbook ends otherwise than the first, since it asks other questions. */
const notResponding: Readonly<Record<string, string>> = {
  healthy: 'api up: false alarm',
};

/** The first line of the card, without its emoji. */
export function headerFor(fault: string, runbook: RunbookName): string {
  const common = expectedHeaders[fault] ?? others[fault];
  const header = runbook === 'api-down' ? common : (notResponding[fault] ?? common);
  if (header === undefined) throw new Error(`nothing is expected of ${fault}`);
  return header;
}

/** Two pieces of evidence that the card or the thread must quote of each fault. */
export const evidenceFor: Readonly<Record<string, readonly [RegExp, RegExp]>> = {
  healthy: [
    /^• Health endpoint: 200 in \S+ m?s, twice \(bot\)$/m,
    new RegExp(`^• Container: running since ${CLOCK}, healthy \\(Docker\\)$`, 'm'),
  ],
  stopped: [
    new RegExp(`^• stopped through Docker at ${CLOCK}, exit 0 \\(Docker\\)$`, 'm'),
    /Application shutdown complete\./,
  ],
  'stopped-unseen': [
    /^• Health endpoint: connection refused \(bot\)$/m,
    /^Unknown: .* \(Docker on host local does not answer: unix:\/\/\S+docker\.sock refused the connection\)/m,
  ],
  removed: [/^• Docker saw its container being removed \(Docker\)$/m, /^• Docker has no container for it \(Docker\)$/m],
  crashed: [
    new RegExp(`^• exited at ${CLOCK} with code 1 \\(Docker\\)$`, 'm'),
    /^• the log ends with AttributeError: 'NoneType' object has no attribute 'split' \(Docker\)$/m,
  ],
  oom: [
    new RegExp(`^• killed by the kernel for memory at ${CLOCK}, exit 137 \\(Docker\\)$`, 'm'),
    /^• Memory and CPU \(Docker\): memory \d+\.\d of 256\.0 MiB/m,
  ],
  unhealthy: [/^• the health endpoint answers 500 \(bot\)$/m, /^• its log ends with KeyError: 'name' \(Docker\)$/m],
  deadlocked: [
    /^• the port is open, the health endpoint stays silent \(bot\)$/m,
    /^• its healthcheck has no answer within 2 s either \(Docker\)$/m,
  ],
  config: [
    /^• its log says Configuration error: DATABASE_URL must look like postgresql:\/\/user:•••@host:port\/name \(Docker\)$/m,
    new RegExp(`^• Container \\(Docker\\): exited ${CLOCK}, code 1$`, 'm'),
  ],
  'postgres-stopped': [
    /^• PostgreSQL gives no login \(refused\) \(bot\)$/m,
    /^• the health endpoint says postgres is down \(bot\)$/m,
  ],
  'redis-stopped': [
    /^• Redis gives no answer \(refused\) \(bot\)$/m,
    /^• the health endpoint says redis is down \(bot\)$/m,
  ],
  'docker-unreachable': [
    /^• Health endpoint: 200 in \S+ m?s, twice \(bot\)$/m,
    /^Unknown: .* \(Docker on host local does not answer: unix:\/\/\S+docker\.sock refused the connection\)/m,
  ],
  'unknown-cause': [/^• Health endpoint: 418 in \S+ m?s \(bot\)$/m, /unhealthy, .* returned error: 418/m],
  'missing-module': [
    /^• its log misses the module \S+ \(Docker\)$/m,
    new RegExp(`^• exited at ${CLOCK} with code 1 \\(Docker\\)$`, 'm'),
  ],
  'env-missing': [
    /^• its log says Configuration error: GEMINI_API_KEY is not set \(Docker\)$/m,
    /^• not set: GEMINI_API_KEY \(Docker\)$/m,
  ],
  'command-missing': [
    /^• exit code 127, its command is not there or cannot be run \(Docker\)$/m,
    /^• its log says .*exec gunicorn failed: No such file or directory \(Docker\)$/m,
  ],
  'restart-loop': [
    /^• its restart policy has started it again \d+ times, and it ends each time \(Docker\)$/m,
    /^• its log ends with .*JSONDecodeError: .* \(Docker\)$/m,
  ],
  segfault: [
    new RegExp(`^• exited at ${CLOCK} with code 139, a segmentation fault \\(Docker\\)$`, 'm'),
    /^│ .*Fatal Python error: Segmentation fault/m,
  ],
  quit: [
    new RegExp(`^• ended at ${CLOCK} with code 0, and nobody stopped it through Docker \\(Docker\\)$`, 'm'),
    new RegExp(`^• Container \\(Docker\\): exited ${CLOCK}, code 0`, 'm'),
  ],
  killed: [
    new RegExp(`^• stopped through Docker at ${CLOCK}, exit 137 \\(Docker\\)$`, 'm'),
    /^• Health endpoint: connection refused \(bot\)$/m,
  ],
  paused: [/^• its container is paused: it lives and does nothing \(Docker\)$/m, /no answer in 5 s/],
  starting: [/^• Healthcheck: .*starting/m, /^• Health endpoint: /m],
  'no-healthcheck': [
    /^• the port is open, the health endpoint stays silent \(bot\)$/m,
    /^• Healthcheck \(Docker\): no healthcheck is defined$/m,
  ],
  'healthcheck-wrong': [
    /^• Docker calls it unhealthy, the health endpoint answers 200 \(bot\)$/m,
    /returned error: 404/,
  ],
  'host-port-taken-by-container': [
    /^• Docker could not start it: port \d+ is in use \(Docker\)$/m,
    /^• container \S+ holds the port/m,
  ],
  'host-port-taken-by-process': [
    /^• Docker could not start it: port \d+ is in use \(Docker\)$/m,
    /^• process \S+ holds the port, pid \d+/m,
  ],
  'port-taken-inside': [
    /^• its log says .*address already in use \(Docker\)$/m,
    new RegExp(`^• exited at ${CLOCK} with code 1 \\(Docker\\)$`, 'm'),
  ],
  'port-not-published': [
    /^• docker-compose\.yml publishes no port that leads to its port 8000 \(Docker\)$/m,
    /^• asked from inside, it answers 200 \(inside\)$/m,
  ],
  'wrong-port-inside': [
    /^• it has started, and port 8000 is refused even from inside \(inside\)$/m,
    /^• it runs as .*uvicorn.*--port 8080.* \(Docker\)$/m,
  ],
  'loopback-only': [
    /^• asked from inside it answers 200, through its port it does not/m,
    /^• its neighbours are refused/m,
  ],
  'network-disconnected': [/^• it is not on the network \S+_default \(Docker\)$/m, /does not resolve|find its name/],
  'wrong-database-url': [
    /^• its own DATABASE_URL gives no login \(dns\), while PostgreSQL is up/m,
    /^• DATABASE_URL differs from config\.yml in host \(Docker\)$/m,
  ],
  'wrong-database-password': [
    /^• its own DATABASE_URL gives no login \(auth\), while PostgreSQL is up/m,
    /^• DATABASE_URL differs from config\.yml in password \(Docker\)$/m,
  ],
  'pool-exhausted': [
    /^• its log says .*connection pool exhausted.* \(Docker\)$/m,
    /^• \d+ connections idle in a transaction, the oldest for .* \(bot\)$/m,
  ],
  'too-many-connections': [
    /^• PostgreSQL says .*connection.* \(bot\)$/m,
    /^• PostgreSQL \(bot\): .*(too many|remaining connection slots)/m,
  ],
  'table-locked': [/^• \d+ connections wait for a lock of pid \d+/m, /^• PostgreSQL \(bot\): login/m],
  'postgres-silent': [
    /^• PostgreSQL gives no login \(timeout\) \(bot\)$/m,
    /^• PostgreSQL \(bot\): no (login|answer)/m,
  ],
  'postgres-starting': [/^• PostgreSQL says .*starting up \(bot\)$/m, /^• the health endpoint|Health endpoint/m],
  'wrong-redis-url': [
    /^• the API does not reach Redis, which is up \(bot\)$/m,
    /^• REDIS_URL differs from config\.yml in host \(Docker\)$/m,
  ],
  'redis-full': [/^• Redis is full: .*, it refuses writes \(bot\)$/m, /^• Redis \(bot\): /m],
  'redis-silent': [/^• Redis gives no answer \(timeout\) \(bot\)$/m, /^• Redis \(bot\): no answer/m],
  slow: [/^• the health endpoint takes \S+ (ms|s)/m, /^• Health endpoint \(bot\): 200 in/m],
  busy: [
    /^• CPU \d+(\.\d)? % of one core(, and no answer)? \((Docker|bot)\)$/m,
    /^• the port is open, the health endpoint stays silent \(bot\)$/m,
  ],
  'cpu-starved': [
    /^• its CPU limit held it back \d+ % of the time \(Docker\)$/m,
    /^• Memory and CPU \(Docker\): .*held back by its CPU limit/m,
  ],
  'disk-full': [/^• its log says .*No space left on device.* \(Docker\)$/m, /^│ .*No space left on device/m],
  'too-many-files': [/^• its log says .*Too many open files.* \(Docker\)$/m, /^│ .*Too many open files/m],
  'wrong-body': [
    /^• the health endpoint answers 200, and its body says no "healthy" \(bot\)$/m,
    /^• Health endpoint \(bot\): 200 in/m,
  ],
  'two-at-once': [
    /^• Redis gives no answer \(refused\) \(bot\)$/m,
    /^• memory \S+ MiB of 256\.0 MiB at .* \(Docker\)$/m,
  ],
};
