import { CommandFailed, run } from '../demo/command.js';
import type { Stack } from '../demo/stack.js';

type Step = () => Promise<unknown>;

/** How long a person's tools take, without the person. */
export interface ByHand {
  readonly ms: number;
  /** Programs that are not on this machine: their time is missing. */
  readonly missing: readonly string[];
}

/**
 * The nine questions of the team's own pages, asked one after another with the tools those pages name. A tool that fails
 * has answered; that is what it fails for.
 */
export async function askByHand(stack: Stack): Promise<ByHand> {
  const missing: string[] = [];
  const from = performance.now();
  for (const step of steps(stack)) {
    await step().catch((error: unknown) => {
      if (!(error instanceof CommandFailed)) throw error;
      if (error.code === null) missing.push(error.message.split(' ')[0] ?? '');
    });
  }
  return { ms: performance.now() - from, missing };
}

function steps(stack: Stack): Step[] {
  const { api, postgres } = stack.containers;
  const docker = (...args: string[]) => run('docker', args);
  const count = 'select count(*) from pg_stat_activity';
  return [
    () => stack.compose(['ps', 'api']),
    () => docker('logs', '--tail', '100', api),
    () => docker('inspect', api),
    () => docker('stats', '--no-stream', api),
    () => run('curl', ['-sS', '-m', '5', stack.urls.health]),
    () => docker('exec', api, 'ps', 'aux'),
    () => docker('exec', postgres, 'pg_isready', '-U', 'structured_prompt'),
    () => docker('exec', postgres, 'psql', '-U', 'structured_prompt', '-d', 'structured_prompt_db', '-c', count),
    () => run('ss', ['-tuln']),
  ];
}

/** The nine, for the notes. */
export const nineCommands =
  'compose ps, docker logs, inspect, stats --no-stream, curl, exec ps, pg_isready, psql count, ss -tuln';
