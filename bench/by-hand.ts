import { CommandFailed, run } from '../demo/command.js';
import type { Stack } from '../demo/stack.js';

type Step = () => Promise<unknown>;

/** How long a person's tools take, without the person. */
export interface ByHand {
  readonly ms: number;
  /** Programs that are not on this machine: their time is missing. */
  readonly missing: readonly string[];
}

/** The nine questions of the team's own pages that any diagnosis asks, one after another. */
export async function askByHand(stack: Stack): Promise<ByHand> {
  return askInTurn(nine(stack));
}

/** Runs a person's commands one after another. A tool that fails has answered; that is what it fails for. */
export async function askInTurn(steps: readonly Step[]): Promise<ByHand> {
  const missing: string[] = [];
  const from = performance.now();
  for (const step of steps) {
    await step().catch((error: unknown) => {
      if (!(error instanceof CommandFailed)) throw error;
      if (error.code === null) missing.push(error.message.split(' ')[0] ?? '');
    });
  }
  return { ms: performance.now() - from, missing };
}

const COUNT = 'select count(*) from pg_stat_activity';

function nine(stack: Stack): Step[] {
  const { api, postgres } = stack.containers;
  const docker = (...args: string[]) => run('docker', args);
  return [
    () => stack.compose(['ps', 'api']),
    () => docker('logs', '--tail', '100', api),
    () => docker('inspect', api),
    () => docker('stats', '--no-stream', api),
    () => run('curl', ['-sS', '-m', '5', stack.urls.health]),
    () => docker('exec', api, 'ps', 'aux'),
    () => docker('exec', postgres, 'pg_isready', '-U', 'structured_prompt'),
    () => docker('exec', postgres, 'psql', '-U', 'structured_prompt', '-d', 'structured_prompt_db', '-c', COUNT),
    () => run('ss', ['-tuln']),
  ];
}

/** The nine, for the notes. */
export const nineCommands =
  'compose ps, docker logs, inspect, stats --no-stream, curl, exec ps, pg_isready, psql count, ss -tuln';

/**
 * Every diagnostic command of API_NOT_RESPONDING.md, steps 1 to 5, in its order; without those that change something and
 * without the programs that only pick lines from their output (grep, jq), which cost a person's machine next to nothing.
 * @param tools `compose` as written there; `docker` asks the same with Docker's own client, by the container's name
 */
export function seedCommands(stack: Stack, tools: 'compose' | 'docker'): Step[] {
  const { containers } = stack;
  const docker = (...args: string[]) => run('docker', args);
  const both = (compose: string[], plain: string[]) => () =>
    tools === 'compose' ? stack.compose(compose) : docker(...plain);
  const logs = (...options: string[]) => both(['logs', ...options, 'api'], ['logs', ...options, containers.api]);
  const ps = (service: 'api' | 'postgres') => both(['ps', service], ['ps', '--filter', `name=${containers[service]}`]);
  const inside = (service: 'api' | 'frontend' | 'postgres', ...argv: string[]) =>
    both(['exec', '-T', service, ...argv], ['exec', containers[service], ...argv]);
  const login =
    "import psycopg2; psycopg2.connect(host='postgres', database='structured_prompt_db', user='structured_prompt', password='structured_prompt').close()";
  return [
    ps('api'),
    logs('--tail=100'),
    () => docker('inspect', containers.api),
    () => docker('inspect', containers.api),
    inside('api', 'ps', 'aux'),
    logs(),
    inside('api', 'curl', '-f', 'http://localhost:8000/health'),
    () => run('ss', ['-tuln']),
    ps('api'),
    () => run('curl', ['-sS', '-m', '5', stack.urls.health]),
    inside('frontend', 'curl', '-sS', 'http://api:8000/health'),
    () => run('lsof', ['-i', `:${stack.ports.api}`]),
    () => docker('network', 'inspect', `${stack.project}_default`),
    inside('api', 'nc', '-zv', 'postgres', '5432'),
    inside('api', 'ps', 'aux'),
    logs('--tail=200'),
    () => docker('stats', '--no-stream', containers.api),
    inside('api', 'python3', '-c', login),
    ps('postgres'),
    inside('postgres', 'pg_isready', '-U', 'structured_prompt'),
    inside('postgres', 'psql', '-U', 'structured_prompt', '-d', 'structured_prompt_db', '-c', COUNT),
  ];
}
