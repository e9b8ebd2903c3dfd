import { LogLevel, webApi } from '@slack/bolt';
import type { Workspace } from '../../playground/workspace.js';

/** A Web API client of the workspace's bot, as patient as the bot's own: it tries once. */
export function clientOf(workspace: Workspace, timeout = 10_000): webApi.WebClient {
  return new webApi.WebClient(workspace.identity.botToken, {
    slackApiUrl: workspace.apiUrl,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    timeout,
    logLevel: LogLevel.ERROR,
  });
}
