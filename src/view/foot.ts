import { headlineOf } from '../incident/headline.js';
import { ROLES } from '../incident/roles.js';
import type { Standing } from '../incident/standing.js';
import { latestRun, type Incident } from '../incident/state.js';
import { resolveBy } from '../incident/timers.js';
import { join, text, type Part, type Text } from '../text/text.js';
import { breakGlass, diagnoseAgain } from './buttons.js';
import { label } from './headed.js';
import { context, type Block, type Button } from './message.js';
import { offered } from './offers.js';
import { addNote, escalateFurther, reopenIt, showTimeline } from './record-buttons.js';
import { named } from './whom.js';

/** More entries a menu of Slack does not take. */
const MENU_MOST = 5;
/** So many alerts are named. */
const ALERTS_SHOWN = 2;

/** The incident's own lines, below all others, with a menu of what has no button of its own. */
export function foot(incident: Incident, standing: Standing, body: readonly Block[]): Block[] {
  const own = text(label(incident), ' · ', whose(incident), again(incident), target(incident), called(incident));
  const shown = body.flatMap((block) => (block.kind === 'buttons' ? block.buttons.map(({ action }) => action) : []));
  const menu = menuOf(incident, standing, (button) => !shown.includes(button.action));
  const more = [...alertsOf(incident), ...whereabouts(incident)];
  return [
    menu.length > 0 ? { kind: 'section', says: own, menu } : context(...own),
    ...(more.length === 0 ? [] : [context(...join(more, '\n'))]),
  ];
}

/** Who looks after it: those with a role, otherwise whoever acknowledged or opened it. */
function whose(incident: Incident): Text {
  const { roles, acknowledged, openedBy, openedAt } = incident;
  const held = ROLES.flatMap((role) => {
    const holder = roles[role];
    return holder === undefined ? [] : [text(`${role} `, { person: holder.who })];
  });
  if (roles.commander !== undefined) return join(held, ', ');
  const since = (at: string): Part => ({ time: at, to: 'minute' });
  const begun =
    acknowledged !== null && acknowledged.by !== openedBy
      ? text('acknowledged by ', { person: acknowledged.by }, ' ', since(acknowledged.at))
      : text('opened by ', named(openedBy), ' ', since(openedAt));
  return join([begun, ...held], ', ');
}

function again(incident: Incident): Text {
  const run = latestRun(incident);
  if (run === null || run.run === 1) return [];
  return text(`, run ${run.run} by `, { person: run.by }, ' ', { time: run.startedAt, to: 'second' });
}

/** By when it should be over; nothing once it is well. */
function target(incident: Incident): Text {
  const due = resolveBy(incident);
  if (due === null || incident.closed !== null || headlineOf(incident).state === 'up') return [];
  const missed = incident.missed.some((one) => one.target === 'resolve');
  return text(missed ? ' · over its target since ' : ' · resolve by ', { time: due, to: 'minute' });
}

function called({ escalations, closed }: Incident): Text {
  const last = escalations.at(-1);
  if (last === undefined || closed !== null) return [];
  const level = last.level === null ? '' : `, level ${last.level}`;
  return text(` · escalated to ${last.to}${level} `, { time: last.at, to: 'minute' });
}

function alertsOf({ alerts }: Incident): Text[] {
  const newest = Object.entries(alerts).sort(([, one], [, other]) => other.at.localeCompare(one.at));
  return newest
    .slice(0, ALERTS_SHOWN)
    .map(([name, { state, at }]) => text(`Alertmanager: ${name} ${state} `, { time: at, to: 'minute' }));
}

function whereabouts({ rehomed, channelRefused }: Incident): Text[] {
  return [
    ...(rehomed === null ? [] : [text(`Continued here: ${rehomed}.`)]),
    ...(channelRefused === null ? [] : [text(`No channel of its own: ${channelRefused}.`)]),
  ];
}

/** Ways around an approval come last; with two of them the timeline gives way, which can be typed. */
function menuOf(incident: Incident, standing: Standing, free: (button: Button) => boolean): Button[] {
  const glass = glassOf(incident, standing);
  const harmless = harmlessOf(incident, standing).filter(free);
  return [...harmless.slice(0, MENU_MOST - glass.length), ...glass];
}

function harmlessOf(incident: Incident, standing: Standing): Button[] {
  const record = [addNote(incident), showTimeline(incident)];
  switch (standing.as) {
    case 'new':
    case 'diagnosing':
      return [];
    case 'closed':
      return incident.pruned ? [] : [reopenIt(incident), ...record];
    case 'running':
      return [...escalateFurther(incident), ...record];
    default:
      return [diagnoseAgain(incident, false), ...escalateFurther(incident), ...record];
  }
}

function glassOf(incident: Incident, standing: Standing): readonly Button[] {
  switch (standing.as) {
    case 'new':
    case 'diagnosing':
    case 'closed':
    case 'running':
      return [];
    case 'approval': {
      const { offer } = standing.request;
      return offer.policy.breakGlass === null ? [] : [breakGlass(incident, offer, false)];
    }
    default:
      return offered(incident)?.menu ?? [];
  }
}
