import { formatDuration } from '../text/units.js';
import { ok, wrong, type Line } from './line.js';

/** Slack's signatures are refused at 5 min; long before that, times on cards mislead. In ms. */
const MOST_MS = 2 * 60_000;

/** Another clock, read at a known time of ours. */
export interface ClockReading {
  /** Whose clock, as in "Slack's clock". */
  readonly whose: string;
  /** What it showed, in ms since 1970. */
  readonly theirs: number;
  /** When it was asked and when it had answered, by this machine's clock, in ms since 1970. */
  readonly from: number;
  readonly to: number;
}

/** How far this machine's clock is from another; `because` says what it would do. */
export function clockLine({ whose, theirs, from, to }: ClockReading, because: string): Line {
  const about = `Clock beside ${whose}`;
  const ahead = (from + to) / 2 - theirs;
  const off = formatDuration(Math.abs(ahead));
  // What is within the time of the question itself cannot be told apart from none.
  if (Math.abs(ahead) <= (to - from) / 2 + 1_000) return ok(about, 'no difference');
  const said = `this machine is ${off} ${ahead > 0 ? 'ahead of' : 'behind'} ${whose}`;
  if (Math.abs(ahead) <= MOST_MS) return ok(about, said);
  return wrong(
    about,
    `${said}; ${because}`,
    'let NTP set the clock of this machine (timedatectl set-ntp true), and of the other one',
  );
}
