import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stringify } from 'yaml';
import { idFor } from '../playground/ids.js';
import type { Workspace } from '../playground/workspace.js';
import { packageRoot } from '../src/package-root.js';
import type { Stack } from './stack.js';

/** How the bot reaches its Slack: over HTTP with a signing secret, otherwise over Socket Mode. */
export interface SlackAddress {
  readonly apiUrl: string;
  readonly botToken: string;
  readonly signingSecret?: string;
  readonly appToken?: string;
}

/** The address of a simulated workspace, for the transport it uses. */
export function slackOf({ apiUrl, identity, transport }: Workspace): SlackAddress {
  const { botToken, signingSecret, appToken } = identity;
  return { apiUrl, botToken, ...(transport === 'http' ? { signingSecret } : { appToken }) };
}

export interface BotOptions {
  readonly slack: SlackAddress;
  /** The parsed config.yml. */
  readonly config: object;
  /** More of the environment: DATABASE_URL, DOCKER_HOST, RUNBOOKS, … */
  readonly env?: Readonly<Record<string, string>>;
  /** Used again by a bot that is to find the data of one before it; its own and removed with it unless given. */
  readonly dataDir?: string;
}

/** How long the bot may take to be ready, ms: far more than it needs, to end what hangs. */
const READY_MS = 60_000;

/** The real bot as a process of its own, as `npm start` runs it. */
export class BotProcess {
  readonly port: number;
  readonly dataDir: string;
  /** Its log so far, one parsed line each. */
  readonly log: readonly Record<string, unknown>[];
  readonly #child: ChildProcess;
  readonly #exited: Promise<number | null>;
  readonly #folder: string;

  private constructor(parts: {
    child: ChildProcess;
    exited: Promise<number | null>;
    port: number;
    dataDir: string;
    log: Record<string, unknown>[];
    folder: string;
  }) {
    this.#child = parts.child;
    this.#exited = parts.exited;
    this.port = parts.port;
    this.dataDir = parts.dataDir;
    this.log = parts.log;
    this.#folder = parts.folder;
  }

  /** Starts the built bot and waits until it is ready. Rejects with what it said when it ends before. */
  static async start(options: BotOptions): Promise<BotProcess> {
    const folder = await mkdtemp(join(tmpdir(), 'runbook-bot-'));
    const configFile = join(folder, 'config.yml');
    await writeFile(configFile, stringify(options.config));
    const dataDir = options.dataDir ?? join(folder, 'data');
    const child = spawn(process.execPath, [join(packageRoot(), 'dist/src/main.js')], {
      cwd: packageRoot(),
      env: environment(options, configFile, dataDir),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    const log: Record<string, unknown>[] = [];
    try {
      const port = await ready(child, exited, log);
      return new BotProcess({ child, exited, port, dataDir, log, folder });
    } catch (error) {
      child.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  get requestUrl(): string {
    return `http://127.0.0.1:${this.port}/slack/events`;
  }

  /** Resolves once it has ended, with its exit code; null where a signal ended it. */
  get exited(): Promise<number | null> {
    return this.#exited;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Asks it to stop and waits; resolves with its exit code. Removes its files. */
  async stop(): Promise<number | null> {
    this.#child.kill('SIGTERM');
    const code = await this.#exited;
    await rm(this.#folder, { recursive: true, force: true });
    return code;
  }

  /** Ends it as a power cut would, and leaves its data. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }
}

/** The config.yml for a bot that looks after a demo stack, with the people of the demo's workspace (playground/fixture.ts). */
export function configFor(stack: Stack): object {
  const { project, ports, urls } = stack;
  const compose = (service: string) => ({ compose: { project, service } });
  return {
    services: {
      api: {
        container: compose('api'),
        project: stack.folder,
        values: {
          url: urls.api,
          health: urls.health,
          host: '127.0.0.1',
          port: String(ports.api),
          database: urls.database,
          database_admin: urls.databaseAdmin,
          api_key: stack.apiKey,
          database_inside: 'postgresql://structured_prompt:structured_prompt@postgres:5432/structured_prompt_db',
          redis_inside: 'redis://redis:6379/0',
        },
      },
      postgres: { container: compose('postgres') },
      redis: {
        container: compose('redis'),
        values: { url: urls.redis, host: '127.0.0.1', port: String(ports.redis), maxmemory: '64mb' },
      },
      frontend: { container: compose('frontend'), values: { health: urls.frontend } },
    },
    links: { grafana: 'http://localhost:3000', prometheus: urls.prometheus },
    people: {
      'api-approvers': { group: idFor('S', 'api-approvers') },
      'senior-oncall': { users: [idFor('U', 'lee')] },
      devops: { users: [idFor('U', 'sam')] },
      'on-call': { users: [idFor('U', 'ada')] },
      'engineering-lead': { users: [idFor('U', 'kim')] },
      cto: { users: [idFor('U', 'kim')] },
    },
    approval: { approvers: 'api-approvers', break_glass: 'senior-oncall' },
    incidents: { on_call: 'on-call' },
  };
}

function environment({ slack, env }: BotOptions, configFile: string, dataDir: string): NodeJS.ProcessEnv {
  const { PATH, HOME, DOCKER_HOST } = process.env;
  return {
    PATH,
    HOME,
    DOCKER_HOST,
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_APP_TOKEN: slack.appToken,
    HOST: '127.0.0.1',
    PORT: '0',
    CONFIG: configFile,
    DATA_DIR: dataDir,
    ...env,
  };
}

async function ready(
  child: ChildProcess,
  exited: Promise<number | null>,
  log: Record<string, unknown>[],
): Promise<number> {
  const said: string[] = [];
  child.stderr?.on('data', (data: Buffer) => said.push(data.toString()));
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the bot was not ready within ${READY_MS / 1_000} s: ${said.join('')}`)),
      READY_MS,
    );
    void exited
      .then((code) => reject(new Error(`the bot ended with ${String(code)}: ${said.join('')}`)))
      .finally(() => clearTimeout(timer));
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const entry = parsed(line);
      log.push(entry);
      if (entry['msg'] === 'ready' && typeof entry['port'] === 'number') {
        clearTimeout(timer);
        resolve(entry['port']);
      }
    });
  });
}

function parsed(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return { msg: line };
  }
}
