import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Workspace } from '../playground/workspace.js';

/** Signed slash commands, as many as a server takes or so many a second. */
export interface Load {
  readonly port: number;
  readonly secret: string;
  /** The form fields of every request; text and trigger_id are added. */
  readonly fields: Readonly<Record<string, string>>;
  /** What is said after `/incident`, in turn. */
  readonly texts: readonly string[];
  readonly seconds: number;
  /** `connections` ask without pause, or requests leave at this rate whatever becomes of those before. */
  readonly pace: { readonly connections: number } | { readonly perSecond: number };
}

export interface LoadResult {
  /** Milliseconds from when each request should have left to the end of its answer. */
  readonly latencies: readonly number[];
  /** Answers other than 200, and requests without an answer. */
  readonly failures: number;
  /** How long it took, in s. */
  readonly seconds: number;
}

/** Applies a load from a thread of its own, so that its clock does not wait for this one's work. */
export async function apply(load: Load): Promise<LoadResult> {
  const worker = new Worker(new URL('./load-worker.js', import.meta.url), { workerData: load });
  const [result] = (await once(worker, 'message')) as [LoadResult];
  await worker.terminate();
  return result;
}

/** The fields of a command that ada sends in a channel. */
export function commandFields(workspace: Workspace, channel: string): Record<string, string> {
  return {
    token: 'deprecated',
    team_id: workspace.identity.teamId,
    team_domain: workspace.identity.teamDomain,
    channel_id: workspace.channel(channel).id,
    channel_name: channel.slice(1),
    user_id: workspace.person('ada').id,
    user_name: 'ada',
    command: '/incident',
    api_app_id: workspace.identity.appId,
    is_enterprise_install: 'false',
    response_url: 'https://hooks.slack.com/commands/T/1/x',
  };
}
