import { headlineOf, headlineText, type Headline } from '../incident/headline.js';
import { NO_REMEDIES } from '../incident/remedy-evolve.js';
import { standingOf } from '../incident/standing.js';
import type { Incident } from '../incident/state.js';
import { text, type Text } from '../text/text.js';
import { label } from './headed.js';
import { section, type Message } from './message.js';

/** The slot of the message that stands where an incident was opened, once it has a channel of its own. */
export const POINTER = 'pointer';

/** Where an incident goes on: its channel's name, and a link to its card; null where Slack does not tell. */
export interface Whereabouts {
  readonly name: string | null;
  readonly link: string | null;
}

/** The one line that stays where an incident was opened. `place` is null where it has come back. */
export function pointer(incident: Incident, place: Whereabouts | null): Message {
  const headline = quietHeadline(incident);
  const what = `${incident.id} ${headlineText(headline)}.`;
  const shown = place === null ? null : place.name === null ? 'its own channel' : `#${place.name}`;
  const words = (link: boolean): Text =>
    shown === null
      ? [' It goes on here, below.']
      : [' It goes on in ', link && place?.link != null ? { link: shown, url: place.link } : shown, '.'];
  const practice = incident.drill && 'Drill, nobody is paged. ';
  return {
    blocks: [section(incident.drill ? '🎓 Drill: ' : `${headline.emoji} `, { bold: what }, ...words(true))],
    plain: text(practice, what, words(false)),
  };
}

/** What a channel's topic says: how things stand, how severe it is, who commands. It begins with the incident's name. */
export function topic(incident: Incident): Text {
  const commander = incident.roles.commander?.who;
  return text(
    `${label(incident)} · ${headlineText(quietHeadline(incident))}`,
    commander !== undefined && [' · commander ', { person: commander }],
    incident.drill && ' · drill, practice only',
  );
}

/** What the line and the topic tell, in a form to compare. */
export function pointerNews(incident: Incident): string {
  return headlineText(quietHeadline(incident));
}

/** The headline without the stages of a remedy: a topic that changes is a line in the channel each time. */
function quietHeadline(incident: Incident): Headline {
  const passing = ['approval', 'running', 'unknown', 'no_help'].includes(standingOf(incident).as);
  return headlineOf(passing ? { ...incident, remedies: NO_REMEDIES, watches: [] } : incident);
}
