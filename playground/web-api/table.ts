import { z } from 'zod';
import { chat } from './chat.js';
import { conversations } from './conversations.js';
import { files } from './files.js';
import { histories } from './history.js';
import { marks } from './marks.js';
import { method, type Method } from './method.js';
import { people } from './people.js';
import { Refusal } from './refusal.js';
import { views } from './views.js';

const authTest = method({
  tier: 'none',
  input: z.object({}),
  run(_input, { identity, directory }) {
    return {
      url: `https://${identity.teamDomain}.slack.com/`,
      team: identity.teamName,
      user: directory.person(identity.botUserId).name,
      team_id: identity.teamId,
      user_id: identity.botUserId,
      bot_id: identity.botId,
      is_enterprise_install: false,
    };
  },
});

/** The token here is a bot's; sockets are opened with an app's. */
const openSocket = method({
  tier: 3,
  input: z.object({}),
  run() {
    throw new Refusal('not_allowed_token_type');
  },
});

/** Every method this workspace answers, by name. */
export function methods(uploadUrl: (id: string) => string): ReadonlyMap<string, Method> {
  const byName: Record<string, Method> = {
    'auth.test': authTest,
    'apps.connections.open': openSocket,
    ...chat,
    ...conversations,
    ...histories,
    ...people,
    ...views,
    ...files(uploadUrl),
    ...marks,
  };
  return new Map(Object.entries(byName));
}
