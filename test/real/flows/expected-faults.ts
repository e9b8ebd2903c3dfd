/** What a person must read of one fault. Strings stand in the text as they are. */
export interface Expectation {
  /** The card's first line. */
  readonly header: string;
  readonly next: string | RegExp;
  /** Evidence on the card. */
  readonly card: readonly (string | RegExp)[];
  /** The checks' own lines in the thread, and quoted ones. */
  readonly thread: readonly (string | RegExp)[];
  readonly unknown: string | RegExp;
  /** What must stand among the ruled-out causes; empty where none are named. */
  readonly ruledOut: readonly string[];
  readonly buttons: readonly string[];
}

const CLOCK = String.raw`\d\d:\d\d:\d\d`;
const REFUSED = '• Health endpoint: connection refused (bot)';
const NOTHING = 'Unknown: nothing';
const HEALTHY_LINE = new RegExp(`^• Health endpoint: 200 in \\d+ ms, twice \\(bot\\)$`, 'm');
const DOCKER_REFUSED =
  /^Unknown: Container, Memory and CPU, Log \(Docker on host local does not answer: unix:\/\/\S+docker\.sock refused the connection\)$/m;
const DATABASE_UP = /^• PostgreSQL \(bot\): login, \d+ ms$/m;

/** By the fault's name; `stopped-unseen` is an API stopped while Docker refuses the bot. */
export const expectations: Readonly<Record<string, Expectation>> = {
  healthy: {
    header: '🔕 api up: false alarm',
    next: 'check the alert rule and the Prometheus target.',
    card: [HEALTHY_LINE, new RegExp(`^• Container: running since ${CLOCK}, healthy \\(Docker\\)$`, 'm')],
    thread: [DATABASE_UP, /^• Memory and CPU \(Docker\): memory \d+\.\d of 256\.0 MiB/m],
    unknown: NOTHING,
    ruledOut: [],
    buttons: ['Close as false alarm', 'Diagnose again'],
  },
  stopped: {
    header: '🔴 api down: stopped by hand',
    next: 'ask in the channel who stopped it and why; then docker-compose start api.',
    card: [new RegExp(`^• stopped through Docker at ${CLOCK}, exit 0 \\(Docker\\)$`, 'm'), REFUSED],
    thread: [
      new RegExp(`^• Container \\(Docker\\): exited ${CLOCK}, code 0: stopped through Docker$`, 'm'),
      'Application shutdown complete.',
      DATABASE_UP,
    ],
    unknown: NOTHING,
    ruledOut: ['out of memory', 'container removed'],
    buttons: [],
  },
  removed: {
    header: '🔴 api down: container removed',
    next: 'ask in the channel who removed it; then docker-compose up -d api.',
    card: ['• Docker saw its container being removed (Docker)', '• Docker has no container for it (Docker)', REFUSED],
    thread: [new RegExp(`^• Container \\(Docker\\): removed ${CLOCK}$`, 'm'), '• Log (Docker): there is no container'],
    unknown: 'Unknown: Memory and CPU, Log (there is no container)',
    ruledOut: ['stopped by hand', 'database down'],
    buttons: [],
  },
  crashed: {
    header: '🔴 api down: container crashed',
    next: 'start it with docker-compose up -d api; the exception is in the thread.',
    card: [
      new RegExp(`^• exited at ${CLOCK} with code 1 \\(Docker\\)$`, 'm'),
      "• the log ends with AttributeError: 'NoneType' object has no attribute 'split' (Docker)",
      REFUSED,
    ],
    thread: [
      new RegExp(`^• Container \\(Docker\\): exited ${CLOCK}, code 1$`, 'm'),
      new RegExp(`^│ ${CLOCK} AttributeError: 'NoneType' object has no attribute 'split'$`, 'm'),
    ],
    unknown: NOTHING,
    ruledOut: ['stopped by hand', 'out of memory'],
    buttons: [],
  },
  oom: {
    header: '🔴 api down: out of memory',
    next: 'raise its memory limit (mem_limit in docker-compose.yml), then docker-compose up -d api.',
    card: [new RegExp(`^• killed by the kernel for memory at ${CLOCK}, exit 137 \\(Docker\\)$`, 'm'), REFUSED],
    thread: [
      new RegExp(`^• Container \\(Docker\\): exited ${CLOCK}, code 137: killed by the kernel for memory$`, 'm'),
      new RegExp(`^• Memory and CPU \\(Docker\\): memory \\d+\\.\\d of 256\\.0 MiB.*, last measured ${CLOCK}$`, 'm'),
    ],
    unknown: NOTHING,
    ruledOut: ['stopped by hand', 'container crashed'],
    buttons: [],
  },
  unhealthy: {
    header: '🔴 api down: application error',
    next: 'restart it with docker-compose restart api; the exception is in the thread.',
    card: ['• the health endpoint answers 500 (bot)', "• its log ends with KeyError: 'name' (Docker)"],
    thread: [
      /^• Health endpoint \(bot\): 500 in \d+ ms$/m,
      /unhealthy, \d+ failed probes in a row: curl: \(22\) The requested URL returned error: 500$/m,
      new RegExp(`^│ ${CLOCK} KeyError: 'name'$`, 'm'),
    ],
    unknown: NOTHING,
    ruledOut: ['out of memory', 'application hangs'],
    buttons: [],
  },
  deadlocked: {
    header: '🔴 api down: application hangs',
    next: /take a stack dump with docker kill -s SIGUSR1 \S+, then docker-compose restart -t 60 api\./,
    card: [
      '• the port is open, the health endpoint stays silent (bot)',
      '• its healthcheck says Health check exceeded timeout (2s) (Docker)',
      '• Health endpoint: no answer in 3 s (bot)',
    ],
    thread: ['• Health endpoint (bot): no answer in 3 s', /^• Port \(bot\): port \d+: open, \d+ ms$/m, DATABASE_UP],
    unknown: NOTHING,
    ruledOut: ['application error', 'out of memory'],
    buttons: [],
  },
  config: {
    header: '🔴 api down: configuration error',
    next: 'compare its environment and .env with the last change, mend them, then docker-compose up -d api.',
    card: [
      '• its log says Configuration error: DATABASE_URL must look like postgresql://user:•••@host:port/name (Docker)',
      REFUSED,
    ],
    thread: [
      new RegExp(`^• Container \\(Docker\\): exited ${CLOCK}, code 1$`, 'm'),
      new RegExp(`^│ ${CLOCK} Configuration error: DATABASE_URL must look like`, 'm'),
    ],
    // The container may have ended before its memory could be measured.
    unknown: /^Unknown: (nothing|Memory and CPU \(no sample of this run was kept\))$/m,
    ruledOut: ['container crashed', 'stopped by hand'],
    buttons: [],
  },
  'postgres-stopped': {
    header: '🔴 api down: database down',
    next: 'start PostgreSQL with docker-compose start postgres; then, if the API does not recover, docker-compose restart api.',
    card: ['• PostgreSQL gives no login (refused) (bot)', '• the health endpoint says postgres is down (bot)'],
    thread: [
      '• PostgreSQL (bot): connection refused',
      /^• Health endpoint \(bot\): 503 in \d+ ms$/m,
      /ERROR: {4}could not connect to database: .*Name or service not known/,
    ],
    unknown: NOTHING,
    ruledOut: ['out of memory', 'configuration error'],
    buttons: [],
  },
  'redis-stopped': {
    header: '🔴 api down: Redis down',
    next: 'start Redis with docker-compose start redis; the API recovers by itself.',
    card: ['• Redis takes no connection (refused) (bot)', '• the health endpoint says redis is down (bot)'],
    thread: [
      /^• Redis \(bot\): port \d+: connection refused$/m,
      /ERROR: {4}could not connect to redis: .*Name or service not known/,
      DATABASE_UP,
    ],
    unknown: NOTHING,
    ruledOut: ['out of memory', 'configuration error'],
    buttons: [],
  },
  'docker-unreachable': {
    header: '❔ api up: Docker not reachable',
    next: 'the API answers; on the Docker host check systemctl status docker, then diagnose again.',
    card: [HEALTHY_LINE, /^• PostgreSQL: login, \d+ ms \(bot\)$/m, /^• Redis: port \d+: open, \d+ ms \(bot\)$/m],
    thread: [
      /^• Container \(Docker\): Docker on host local does not answer: \S+docker\.sock refused the connection$/m,
      'Does Docker say its container runs? Unknown.',
    ],
    unknown: DOCKER_REFUSED,
    ruledOut: ['database down', 'Redis down'],
    buttons: ['Diagnose again'],
  },
  'stopped-unseen': {
    header: '❔ api down: Docker not reachable',
    next: 'on the Docker host check systemctl status docker, then diagnose again.',
    card: [REFUSED, /^• PostgreSQL: login, \d+ ms \(bot\)$/m, /^• Redis: port \d+: open, \d+ ms \(bot\)$/m],
    thread: [
      /^• Log \(Docker\): Docker on host local does not answer: \S+docker\.sock refused the connection$/m,
      'Is there a container? Unknown.',
    ],
    unknown: DOCKER_REFUSED,
    ruledOut: ['database down', 'Redis down'],
    buttons: ['Diagnose again'],
  },
  'unknown-cause': {
    header: '❔ api down: could not tell why',
    next: 'read the log in the thread. A restart is docker-compose restart api; if that does not help, call @senior-oncall.',
    card: [
      /^• Health endpoint: 418 in \d+ ms \(bot\)$/m,
      /^• Log: \d+ lines read: 0 of 6 patterns \(Docker\)$/m,
      /^• Container: running since .*, unhealthy, .* returned error: 418 \(Docker\)$/m,
    ],
    thread: [/^• Health endpoint \(bot\): 418 in \d+ ms$/m, 'Does it name a dependency that is down? No.'],
    unknown: NOTHING,
    ruledOut: ['application error', 'out of memory', 'configuration error', 'application hangs'],
    buttons: [],
  },
};
