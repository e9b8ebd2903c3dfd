import type { Actor } from '../src/incident/events.js';
import { cutText } from '../src/text/clean.js';
import type { Ask, Reading, Subcommand } from './command.js';
import { typed } from './offers.js';
import { notARole, roleIn } from './role.js';
import { findTarget, refused } from './target.js';

/** A person as Slack writes a mention of them: `<@U123|kim>`. */
const MENTION = /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/;
/** A person as a terminal names them: `slack:U123`, `terminal:ada`, or a login name. */
const ACTOR = /^(?:slack:[UW][A-Z0-9]+|terminal:[\w.-]{1,60})$/;
const LOGIN = /^[a-z_][\w.-]{0,59}$/i;

/** Gives somebody the command, or another role. */
export const assign: Subcommand = {
  word: 'assign',
  group: 'act',
  usage: 'assign @user [role]',
  says: 'they take command, or that role',
  answer: async (ask) => {
    const target = await findTarget(ask, 'assign @user');
    if ('unclear' in target) return target.unclear;
    const { incident } = target.row;
    const said = ask.channel === null ? inTerminal(target.rest, ask.by) : inSlack(target.rest, ask.by);
    if (said === null) return nobody(ask, target.rest.join(' '), incident);
    const role = roleIn(said.rest);
    if (role === null) return notARole(ask, said.rest.join(' '), ['assign', incident, said.as]);
    return { wish: { command: { do: 'give_role', by: ask.by, role, to: said.who }, runbook: null }, incident };
  },
};

/** Somebody, as they were named, and the words beside that. */
interface Named {
  readonly who: Actor;
  readonly as: string;
  readonly rest: readonly string[];
}

/** The person mentioned, wherever the mention stands; null where nobody is, or more than one. */
function inSlack(words: readonly string[], self: Actor): Named | null {
  if (words[0]?.toLowerCase() === 'me') return { who: self, as: 'me', rest: words.slice(1) };
  const line = words.join(' ');
  const found = MENTION.exec(line);
  if (found === null) return null;
  const rest = `${line.slice(0, found.index)} ${line.slice(found.index + found[0].length)}`;
  if (MENTION.test(rest)) return null;
  return { who: `slack:${found[1] ?? ''}`, as: '@user', rest: rest.split(' ').filter((word) => word !== '') };
}

function inTerminal([first = '', ...rest]: readonly string[], self: Actor): Named | null {
  if (first.toLowerCase() === 'me') return { who: self, as: first, rest };
  if (ACTOR.test(first)) return { who: first, as: first, rest };
  return LOGIN.test(first) ? { who: `terminal:${first}`, as: first, rest } : null;
}

function nobody(ask: Ask, said: string, incident: string): Reading {
  const example = typed(ask, 'assign', incident, ask.channel === null ? 'slack:U123' : '@user', 'commander');
  const how =
    ask.channel === null
      ? ' names nobody; it takes a login name, or a Slack id like '
      : ' mentions nobody; choose one person from the list Slack shows after @, like ';
  if (said === '') return refused('Who? Nothing was changed. Send ', { code: example }, '.');
  return refused({ code: cutText(said, 60) }, how, { code: example }, '. Nothing was changed.');
}
