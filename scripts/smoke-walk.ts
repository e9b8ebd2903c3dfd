import { ok, wrong, type Line } from '../src/doctor/line.js';
import { formatDuration } from '../src/text/units.js';
import type { Patient } from './smoke-patient.js';
import { lookUntil, Unreadable, type ReadMessage, type SmokeReader } from './smoke-reader.js';

export interface WalkOptions {
  readonly reader: SmokeReader;
  /** As people call it: `#inc-api`. */
  readonly channel: string;
  readonly patient: Patient;
  /** How long to wait for each thing that a person does, ms. */
  readonly waitMs: number;
  readonly say: (words: string) => void;
}

/** How long the bot may take for what it does by itself, ms. */
const BOT_MS = 30_000;

/** One thing to see in Slack: what a person does for it (nothing: the bot alone), and how one tells that it happened. */
interface Step {
  readonly about: string;
  readonly turn: string | null;
  /** What the script does before. */
  readonly before?: () => void;
  readonly seen: () => Promise<string | undefined>;
  readonly mend: string;
}

/** Asks a person to type and press, reads back what Slack shows, and stops at the first thing that is not there. */
export async function walk(options: WalkOptions): Promise<Line[]> {
  const lines: Line[] = [];
  for (const step of steps(options)) {
    step.before?.();
    if (step.turn !== null) options.say(`Your turn: ${step.turn}`);
    const line = await take(step, step.turn === null ? BOT_MS : options.waitMs);
    lines.push(line);
    options.say(`  ${line.mark}: ${line.about}, ${line.says}`);
    if (line.mark === 'wrong') break;
  }
  return lines;
}

async function take({ about, seen, mend }: Step, waitMs: number): Promise<Line> {
  const from = performance.now();
  try {
    const found = await lookUntil(seen, waitMs);
    const took = formatDuration(performance.now() - from);
    return found === null ? wrong(about, `not seen within ${took}`, mend) : ok(about, `${found} (after ${took})`);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return wrong(
      about,
      `Slack does not let the bot read the channel (${error.message})`,
      'see the scopes in manifest.yml',
    );
  }
}

function steps({ reader, channel, patient }: WalkOptions): Step[] {
  const began = Date.now() / 1_000 - 1;
  let card: ReadMessage | undefined;
  const cardSays = async (words: string): Promise<string | undefined> => {
    const [now] = card === undefined ? [] : await reader.thread(card.ts);
    return now?.header.includes(words) === true ? now.header : undefined;
  };
  const threadSays = async (words: string): Promise<string | undefined> => {
    const replies = card === undefined ? [] : (await reader.thread(card.ts)).slice(1);
    return replies.find(({ text }) => text.includes(words))?.text.split('\n')[0];
  };
  return [
    {
      about: 'A command opens an incident',
      turn: `in ${channel}, type: /incident ${patient.runbook}`,
      seen: async () => {
        card = (await reader.cards(began)).find(({ header }) => header.includes('smoke'));
        return card === undefined ? undefined : 'its card stands in the channel';
      },
      mend: 'did Slack answer you with an error? Check that no other bot of this app runs, and over HTTP that the request URL leads here',
    },
    {
      about: 'The card is edited to the verdict',
      turn: null,
      seen: () => cardSays('told to fail'),
      mend: 'look at the scope chat:write, and run again with LOG_LEVEL=debug',
    },
    {
      about: 'The evidence is in its thread',
      turn: null,
      seen: () => threadSays('evidence, run 1'),
      mend: 'look at the scope chat:write, and run again with LOG_LEVEL=debug',
    },
    {
      about: 'A choice in the menu reaches the bot',
      turn: 'the made-up service is well now. On the card, open the menu (⋮) and choose: Diagnose again',
      before: () => patient.heal(),
      seen: () => threadSays('evidence, run 2'),
      mend: 'check Interactivity in the app’s settings (manifest.yml turns it on)',
    },
    {
      about: 'The card shows the new verdict',
      turn: null,
      seen: () => cardSays('well again'),
      mend: 'run again with LOG_LEVEL=debug',
    },
    {
      about: 'A button opens a window, and the card is closed',
      turn: 'send off the window that opens, as it is, when you press on the card: Resolve INC-1',
      seen: () => cardSays('resolved'),
      mend: 'check Interactivity in the app’s settings (manifest.yml turns it on)',
    },
    {
      about: 'What is left to do is in its thread',
      turn: null,
      seen: () => threadSays('checklist'),
      mend: 'run again with LOG_LEVEL=debug',
    },
  ];
}
