import type { Directory } from './directory.js';
import { idFor } from './ids.js';
import type { Channel } from './model.js';
import type { ChannelOptions, WorkspaceOptions } from './options.js';
import type { Identity } from './parts.js';

const DAY_ONE = 1_700_000_000;

/** Who the app is, made up from the options. */
export function identityOf(options: WorkspaceOptions): Identity {
  const team = options.team ?? { name: 'Acme', domain: 'acme' };
  const app = options.manifest.display_information.name;
  return {
    teamId: idFor('T', team.domain),
    teamName: team.name,
    teamDomain: team.domain,
    appId: idFor('A', app),
    botId: idFor('B', app),
    botUserId: idFor('U', `bot ${app}`),
    botToken: options.botToken ?? 'xoxb-playground',
    appToken: options.appToken ?? 'xapp-playground',
    signingSecret: options.signingSecret ?? 'playground-signing-secret',
  };
}

/** Fills the directory with the people, groups and channels of the options, and the bot. */
export function populate(directory: Directory, options: WorkspaceOptions, identity: Identity): void {
  const bot = options.manifest.features.bot_user.display_name;
  directory.put({
    person: {
      id: identity.botUserId,
      name: bot,
      realName: options.manifest.display_information.name,
      team: identity.teamId,
      bot: true,
      timeZone: 'UTC',
    },
  });
  for (const { name, realName, team, timeZone } of options.people) {
    directory.put({
      person: {
        id: idFor('U', name),
        name,
        realName: realName ?? name,
        team: team ?? identity.teamId,
        bot: false,
        timeZone: timeZone ?? 'UTC',
      },
    });
  }
  for (const { handle, name, members } of options.groups ?? []) {
    const ids = members.map((one) => directory.person(one).id);
    directory.put({ group: { id: idFor('S', handle), handle, name: name ?? handle, members: ids } });
  }
  for (const one of options.channels) directory.put({ channel: channelOf(one, directory, identity) });
}

function channelOf(options: ChannelOptions, directory: Directory, identity: Identity): Channel {
  const people = options.members.map((one) => directory.person(one).id);
  return {
    id: idFor('C', options.name),
    name: options.name,
    kind: options.private === true ? 'private' : 'public',
    members: options.bot ? [...people, identity.botUserId] : people,
    archived: options.archived ?? false,
    shared: options.shared ?? false,
    topic: '',
    created: DAY_ONE,
    ...{ creator: '', bookmarks: [] },
  };
}
