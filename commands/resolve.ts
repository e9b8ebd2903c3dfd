import { underWay } from '../src/incident/due.js';
import { followUpsIn } from '../src/incident/follow-ups.js';
import type { Told } from '../src/incident/record.js';
import { latestRun, type Incident } from '../src/incident/state.js';
import { resolveForm } from '../src/view/resolve-form.js';
import type { Answer, Ask, Subcommand } from './command.js';
import { typed } from './offers.js';
import { kept, NOTE_MOST, reasonOf, tooLong } from './reason.js';
import { findTarget, refused } from './target.js';

/** Closes an incident that is over. In Slack a form asks for what only people know; a terminal takes it from its options. */
export const resolve: Subcommand = {
  word: 'resolve',
  group: 'end',
  usage: 'resolve what-fixed-it',
  says: 'close what is over',
  answer: async (ask) => {
    const target = await findTarget(ask, 'resolve');
    if ('unclear' in target) return target.unclear;
    const { incident } = target.row;
    if (ask.channel === null) return atOnce(ask, incident, target.written);
    const state = await ask.look.read(incident);
    if (state === null) return refused(`${incident} could not be read. Nothing was closed.`);
    return notNow(ask, state) ?? asked(ask, state, target.rest);
  },
};

/** Nobody fills in a form for nothing. */
function notNow(ask: Ask, incident: Incident): Answer | null {
  const { id, closed } = incident;
  if (closed !== null) {
    const again = typed(ask, 'reopen', id, 'reason');
    return refused(
      ...[`${id} was closed `, { time: closed.at, to: 'minute' } as const, ' by ', { person: closed.by }],
      ...['. Nothing was changed; ', { code: again }, ' opens it again.'],
    );
  }
  const busy = underWay(incident);
  if (busy?.started == null) return null;
  const { title } = busy.offer.plan;
  return refused(
    busy.unknown === null
      ? `“${title}” is being done right now. Nothing was closed; send it again when the card shows its result.`
      : `It is not known what became of “${title}”. Nothing was closed; say on the card whether it happened.`,
  );
}

function asked({ look }: Ask, incident: Incident, words: readonly string[]): Answer {
  const id = latestRun(incident)?.runbook;
  const runbook = look.runbooks().find((one) => one.id === id) ?? null;
  return { form: resolveForm(incident, runbook, reasonOf(words)), incident: incident.id };
}

/** What begins an option: `--impact`, `--cause`, `--follow-up`. Phones and some editors make one dash of the two. */
const OPTION = /(?:^|\s)(?:--|–|—)(impact|cause|follow-?ups?)(?=[\s=]|$)=?/iu;

function atOnce(ask: Ask, incident: string, written: string): Answer {
  const [what = '', ...options] = written.split(OPTION);
  const reason = reasonOf([what.trim()]);
  if (reason === '') {
    const right = typed(ask, 'resolve', incident, 'restarted by hand');
    return refused('What fixed it? The record needs it; nothing was closed. Send ', { code: right }, '.');
  }
  const long = options.find((option) => option.length > NOTE_MOST);
  if (long !== undefined) return refused(...tooLong(long), ' Nothing was closed.');
  const command = { do: 'close', by: ask.by, how: 'resolved', reason } as const;
  const told = options.length === 0 ? {} : { told: toldIn(options) };
  return { wish: { command: { ...command, ...told }, runbook: null }, incident };
}

/** From names and values in turn. */
function toldIn(options: readonly string[]): Told {
  const values = (name: string): string =>
    options
      .map((option, at) => (at % 2 === 0 && option.toLowerCase().startsWith(name) ? value(options[at + 1]) : ''))
      .filter((one) => one !== '')
      .join('\n');
  return { impact: values('impact'), cause: values('cause'), followUps: followUpsIn(values('follow')) };
}

/** As people wrote it, without the quotes that a shell left. */
function value(written = ''): string {
  return kept(written.trim().replace(/^(["'])(.*)\1$/su, '$2'));
}
