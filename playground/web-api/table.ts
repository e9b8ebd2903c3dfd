import { z } from 'zod';
import { chat } from './chat.js';
import { conversations } from './conversations.js';
import { files } from './files.js';
import { histories } from './history.js';
import { marks } from './marks.js';
import { method, type Method } from './method.js';
import { ownChannels } from './own-channels.js';
import { people } from './people.js';
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

const openSocket = (url: () => string): Method =>
  method({ tier: 3, token: 'app', input: z.object({}), run: () => ({ url: url() }) });

/** Where an app goes on after a method: to upload a file, to open a socket. */
export interface Addresses {
  readonly upload: (id: string) => string;
  readonly socket: () => string;
}

/** Every method this workspace answers, by name. */
export function methods({ upload, socket }: Addresses): ReadonlyMap<string, Method> {
  const byName: Record<string, Method> = {
    'auth.test': authTest,
    'apps.connections.open': openSocket(socket),
    ...chat,
    ...conversations,
    ...ownChannels,
    ...histories,
    ...people,
    ...views,
    ...files(upload),
    ...marks,
  };
  return new Map(Object.entries(byName));
}
