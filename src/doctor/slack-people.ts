import { z } from 'zod';
import type { Config } from '../config.js';
import type { AskSlack } from './ask-slack.js';
import { ok, skipped, worthKnowing, wrong, type Line } from './line.js';
import { refusalLine } from './slack-refusal.js';

const ABOUT = 'People';
const MISSING = 'the bot token must be mended first';
/** Named users beyond them are not looked up. */
const USERS = 20;

const groupsReply = z.object({
  usergroups: z.array(
    z.object({
      id: z.string(),
      handle: z.string(),
      date_delete: z.number().default(0),
      users: z.array(z.string()).default([]),
    }),
  ),
});
type Group = z.infer<typeof groupsReply>['usergroups'][number];

const userReply = z.object({ user: z.object({ name: z.string(), deleted: z.boolean().default(false) }) });

type Party = Config['people'][string];

/** Lines about the user groups and users that config.yml names under `people`. */
export async function peopleLines(ask: AskSlack, people: Config['people']): Promise<Line[]> {
  const parties = Object.values(people);
  if (parties.length === 0) return [skipped(ABOUT, 'config.yml names none')];
  const answer = await ask('usergroups.list', { include_users: 'true', include_disabled: 'true' });
  if (answer.said !== 'ok') return [refusalLine(ABOUT, answer, MISSING)];
  const { usergroups } = groupsReply.parse(answer.body);
  const lines = await Promise.all(parties.map((party) => partyLines(ask, party, usergroups)));
  return lines.flat();
}

async function partyLines(ask: AskSlack, party: Party, known: readonly Group[]): Promise<Line[]> {
  const users = await Promise.all(party.users.slice(0, USERS).map((user) => userProblem(ask, party, user)));
  const problems = [...party.groups.map((id) => groupProblem(party, id, known)), ...users].filter(
    (one) => one !== null,
  );
  return problems.length > 0 ? problems : [ok(ABOUT, `${party.name} is ${inWords(party, known)}`)];
}

function groupProblem({ name }: Party, id: string, known: readonly Group[]): Line | null {
  const group = known.find((one) => one.id === id);
  const mend = `correct people.${name}.group in config.yml; the id stands in the address of the group's page`;
  if (group === undefined) return wrong(ABOUT, `${name}: Slack knows no user group ${id}`, mend);
  if (group.date_delete !== 0) return wrong(ABOUT, `${name}: the user group @${group.handle} is disabled`, mend);
  if (group.users.length > 0) return null;
  return worthKnowing(ABOUT, `${name}: the user group @${group.handle} is empty`, 'add people to it in Slack');
}

async function userProblem(ask: AskSlack, { name }: Party, id: string): Promise<Line | null> {
  const answer = await ask('users.info', { user: id });
  const mend = `correct people.${name}.users in config.yml`;
  if (answer.said !== 'ok')
    return answer.said === 'refused' && answer.error === 'user_not_found'
      ? wrong(ABOUT, `${name}: Slack knows no user ${id}`, mend)
      : refusalLine(ABOUT, answer, MISSING);
  const { user } = userReply.parse(answer.body);
  return user.deleted ? wrong(ABOUT, `${name}: the account of ${user.name} (${id}) is deactivated`, mend) : null;
}

/** `@api-approvers (2 people) and 1 user`. */
function inWords({ groups, users, terminal }: Party, known: readonly Group[]): string {
  const named = known.filter(({ id }) => groups.includes(id));
  const counted = (count: number, one: string, many: string): string[] =>
    count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  return [
    ...named.map(
      ({ handle, users: members }) => `@${handle} (${counted(members.length, 'person', 'people').join('')})`,
    ),
    ...counted(users.length, 'named user', 'named users'),
    ...counted(terminal.length, 'terminal login', 'terminal logins'),
  ].join(', ');
}
