import type { SlackAnswer } from '../slack/question.js';
import { wrong, type Line } from './line.js';

const REINSTALL = 'reinstall the app to the workspace (OAuth & Permissions) and copy the token anew';

/** What to do about Slack's words for no. */
const MENDS: Readonly<Record<string, string>> = {
  token_revoked: REINSTALL,
  token_expired: 'turn token rotation off in the app, reinstall it, and copy the token anew',
  account_inactive: REINSTALL,
  ratelimited: 'wait a minute and ask again',
  org_login_required: 'wait until the workspace has moved to its organisation, then ask again',
  team_access_not_granted: 'install the app to this workspace',
  enterprise_is_restricted: 'install the app to one workspace instead of the organisation',
  access_denied: "allow this machine's address under OAuth & Permissions, Restrict API Token Usage",
  ip_not_allowed: "allow this machine's address under OAuth & Permissions, Restrict API Token Usage",
};

/** The line for a question that Slack did not answer with yes. `wrongToken` says where the right one is. */
export function refusalLine(about: string, answer: SlackAnswer, wrongToken: string): Line {
  if (answer.said === 'nothing')
    return wrong(
      about,
      `Slack cannot be reached from here (${answer.reason})`,
      'check the network, a firewall in between, and SLACK_API_URL if it is set',
    );
  const { error, body } = answer;
  if (['invalid_auth', 'not_authed', 'not_allowed_token_type'].includes(error))
    return wrong(about, `Slack does not know this token (${error})`, wrongToken);
  if (error === 'missing_scope') {
    const needed = typeof body['needed'] === 'string' ? body['needed'] : 'a scope';
    return wrong(about, `Slack refuses without ${needed}`, 'add it under OAuth & Permissions, then reinstall the app');
  }
  return wrong(
    about,
    `Slack refuses (${error})`,
    MENDS[error] ?? "look the word up in Slack's documentation of the method",
  );
}
