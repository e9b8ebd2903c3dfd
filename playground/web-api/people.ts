import { z } from 'zod';
import { flag } from './arguments.js';
import { method } from './method.js';
import { showGroup, showPerson } from './present.js';
import { Refusal } from './refusal.js';

const usersInfo = method({
  tier: 4,
  scopes: ['users:read'],
  input: z.object({ user: z.string() }),
  run(input, parts) {
    const person = parts.directory.findPerson(input.user);
    if (person?.id !== input.user) throw new Refusal('user_not_found');
    return { user: showPerson(person, parts) };
  },
});

const groupsList = method({
  tier: 2,
  scopes: ['usergroups:read'],
  input: z.object({ include_users: flag.default(false) }),
  run(input, parts) {
    const groups = parts.directory.groups();
    return { usergroups: groups.map((one) => showGroup(one, parts, { users: input.include_users })) };
  },
});

const groupMembers = method({
  tier: 2,
  scopes: ['usergroups:read'],
  input: z.object({ usergroup: z.string() }),
  run(input, parts) {
    const group = parts.directory.findGroup(input.usergroup);
    if (group?.id !== input.usergroup) throw new Refusal('no_such_subteam');
    return { users: group.members };
  },
});

export const people = {
  'users.info': usersInfo,
  'usergroups.list': groupsList,
  'usergroups.users.list': groupMembers,
};
