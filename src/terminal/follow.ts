import type { Engine } from '../engine/engine.js';
import type { Ending, Request } from '../incident/remedy.js';
import type { Incident } from '../incident/state.js';
import { join } from '../text/text.js';
import { card } from '../view/card.js';
import { note, type Message } from '../view/message.js';
import { result } from '../view/result.js';
import { EXIT } from './exit.js';
import { progress } from './progress.js';
import { toType } from './to-type.js';
import { acts, change, untilOffered, type WaitParts } from './wait.js';

/**
 * Where a session runs. `in_bot`: inside the running bot, which stays. `beside`: in a program of its own, on a database that bots
 * share. `alone`: in a program of its own, which has the data for itself.
 */
export type Seat = 'in_bot' | 'beside' | 'alone';

export interface FollowParts extends WaitParts {
  readonly engine: WaitParts['engine'] & Pick<Engine, 'leave'>;
  readonly seat: Seat;
}

/** Shows a request line by line as it goes on, until it is at its end or nothing more can be waited for. Returns the exit code. */
export async function follow(
  parts: FollowParts,
  id: string,
  number: number,
  say: (message: Message) => void,
  signal: AbortSignal,
): Promise<number> {
  const said = new Set<string>();
  const isUnsaid = ({ key }: { key: string }): boolean => !said.has(key);
  for (;;) {
    const incident = await parts.look.read(id);
    const request = incident?.remedies.requests.find((one) => one.request === number);
    if (incident === null || request === undefined) return EXIT.couldNotTell;
    const lines = progress(id, request).filter(isUnsaid);
    if (lines.length > 0)
      say(
        note(
          ...join(
            lines.map(({ says }) => says),
            '\n',
          ),
        ),
      );
    for (const { key } of lines) said.add(key);
    if (request.ended !== null) return outcome(parts, incident, request, request.ended.how, say, signal);
    if (request.unknown !== null && request.unknown.find !== null) return EXIT.couldNotTell;
    if (signal.aborted && (parts.seat === 'in_bot' || !acts(parts, id))) return left(request, say);
    if (request.approvedAt === null && !said.has('approval')) {
      said.add('approval');
      say(await approvalOf(parts, incident, request));
      if (parts.seat === 'alone') return EXIT.couldNotTell;
    }
    await change(parts.engine, id, signal);
  }
}

/** Where the yes is waited for. The incident is left to the bot, which alone can ask for it. */
async function approvalOf(
  { seat, engine }: FollowParts,
  { id, home, runs }: Incident,
  { offer }: Request,
): Promise<Message> {
  const glass = `incident break-glass ${offer.remedy} ${id} reason`;
  if (seat === 'alone')
    return note('No bot runs here, so nobody is asked. Start the bot, or send ', { code: glass }, ' if you may.');
  if (seat === 'beside') await engine.leave(id);
  if (home === null)
    return note(
      `${id} is in no channel, so nobody was asked yet. Send `,
      { code: `/incident ${runs.at(-1)?.runbook ?? ''}` },
      ' in one; this waits.',
    );
  return note('It is approved in Slack; this waits. Ctrl-C leaves the request standing.');
}

/** What came of it: before and after where it helped; otherwise the card, with what is offered next. */
async function outcome(
  parts: FollowParts,
  incident: Incident,
  request: Request,
  how: Ending,
  say: (message: Message) => void,
  signal: AbortSignal,
): Promise<number> {
  const now = await untilOffered(parts, incident, signal);
  const helped = how === 'verified' ? result(now, request) : null;
  if (helped === null) sayCard(now, say);
  else {
    say(helped);
    sayWords(now, say);
  }
  if (how === 'verified' && parts.seat === 'alone')
    say(note('Nobody watches it while no bot runs. Ask again with ', { code: 'incident diagnose' }, '.'));
  return CODES[how];
}

/** The card, and what can be typed in place of its buttons. */
export function sayCard(incident: Incident, say: (message: Message) => void): void {
  say(card(incident));
  sayWords(incident, say);
}

function sayWords(incident: Incident, say: (message: Message) => void): void {
  const words = toType(incident);
  if (words !== null) say(words);
}

function left({ approvedAt }: Request, say: (message: Message) => void): number {
  say(note(approvedAt === null ? 'The request stands; nothing was run.' : 'It goes on without this terminal.'));
  return EXIT.couldNotTell;
}

/** The exit code says whether what was wrong is put right. */
const CODES: Readonly<Record<Ending, number>> = {
  verified: EXIT.healthy,
  not_needed: EXIT.healthy,
  not_verified: EXIT.couldNotTell,
  not_looked: EXIT.couldNotTell,
  ...{ denied: EXIT.problem, lapsed: EXIT.problem, withdrawn: EXIT.problem, void: EXIT.problem, busy: EXIT.problem },
  ...{ did_not_help: EXIT.problem, failed: EXIT.problem, did_not_happen: EXIT.problem },
};
