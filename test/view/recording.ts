import type { Command } from '../../src/incident/command.js';
import type { FollowUp, KeptFile, SummaryLine } from '../../src/incident/record.js';
import type { Response } from '../../src/runbook/response.js';
import type { Runbook } from '../../src/runbook/runbook.js';
import type { Text } from '../../src/text/text.js';
import { makeAnswers } from '../builders.js';
import { response } from '../incident/responding.js';
import { mendable, Mending, offering, WELL } from './mending.js';

/** Who is called when, in these tests. */
export const RESPONSE: Response = {
  ...response,
  updates: null,
  impact: { users: '100 % of API requests fail', business: null, endpoints: 'all /v1/*', sla: 'critical breach' },
  links: [{ title: 'Grafana: API Overview', url: 'http://grafana.test/d/api' }],
};

/** The runbook that can be mended, with people to call. */
export const answering: Runbook = { ...mendable, response: RESPONSE };

/** An incident in the making whose record matters. */
export class Recording extends Mending {
  constructor() {
    super([answering]);
  }

  /** Found broken, opened by an alert. */
  alerted(over: { drill?: boolean } = {}): this {
    this.open({ by: 'alert:APIDown', ...over });
    this.do({ do: 'alert', by: 'alert:APIDown', channel: 'C1', state: 'firing', says: 'The API is down' });
    return this.wait(1).answer(
      makeAnswers(
        { health: { ok: false }, container: { oom_killed: true, killed_at: '2025-12-04T03:04:11.000Z' } },
        { health: ['connection refused'], container: ['exited, code 137'] },
      ),
    );
  }

  /** Opened by somebody, and found well. */
  well(): this {
    return this.open().answer(makeAnswers({ health: { ok: true }, container: { oom_killed: false, killed_at: null } }));
  }

  /** Lets so many minutes pass, the bot looking at its clock each minute. */
  minutes(number: number): this {
    for (let minute = 0; minute < number; minute += 1) this.wait(60).do({ do: 'wake' });
    return this;
  }

  /** Mended by a remedy that was asked for, approved, done and verified. */
  mended(): this {
    return this.offer([offering('raise_memory')])
      .request()
      .approve()
      .begin('setting the limit to 4 GiB')
      .acted('done', 'limit 2 GiB to 4 GiB, started')
      .verified('verified', [WELL]);
  }

  /** Its watch ended, and nothing was seen. */
  watchedClean(): this {
    return this.wait(15 * 60).then({
      do: 'watched',
      request: 1,
      how: 'clean',
      says: ['Health endpoint: 200 in 40 ms'],
    });
  }

  resolve(followUps: readonly FollowUp[] = FOLLOW_UPS): this {
    const told = { impact: 'All requests failed for a minute', cause: '', followUps };
    return this.then({ do: 'close', by: 'slack:UADA', how: 'resolved', reason: 'more memory', told });
  }

  /** What happened is written down. */
  reported(summary: readonly SummaryLine[] = SUMMARY, trouble: string | null = null): this {
    const document: KeptFile = { ...text('INC-12-report.md', 'Post-incident document'), alt: null };
    return this.then({
      do: 'reported',
      samples: [],
      report: {
        ...{ report: this.incident.closings, upTo: 40, head: '9f3c07e1aa', summary, trouble, names: {} },
        document: summary.length === 0 ? null : document,
        pictures: summary.length === 0 ? [] : PICTURES,
      },
    });
  }
}

export const FOLLOW_UPS: readonly FollowUp[] = [
  { what: 'File a bug for the memory leak', owner: 'sam', due: '2025-12-10' },
  { what: 'Set mem_limit: 4g in docker-compose.yml', owner: null, due: null },
];

function text(name: string, title: string): Omit<KeptFile, 'alt'> {
  return { name, title, hash: `hash of ${name}`, encoding: 'utf8' };
}

const PICTURES: readonly KeptFile[] = [
  {
    ...{ name: 'INC-12-incident.png', title: 'Picture of the incident', hash: 'one', encoding: 'base64' },
    alt: 'Down from 03:05 to 03:06. Memory at its limit until the remedy, then half of it.',
  },
  {
    ...{ name: 'INC-12-tree.png', title: 'The decision tree', hash: 'two', encoding: 'base64' },
    alt: 'Does it answer? No. Ends at: does not answer.',
  },
];

const line = (part: SummaryLine['part'], ...says: Text): SummaryLine => ({ part, says, from: [1] });
const at = (clock: string): Text[number] => ({ time: `2025-12-04T${clock}.000Z`, to: 'second' });

/** A summary as the reports write it. */
export const SUMMARY: readonly SummaryLine[] = [
  line(
    'happened',
    'api down: opened by ',
    { person: 'slack:UADA' },
    ' ',
    at('03:05:00'),
    '; well again ',
    at('03:06:01'),
    ', after 1 min 1 s.',
  ),
  line('happened', 'Resolved by ', { person: 'slack:UADA' }, ' ', at('03:21:21'), ': more memory.'),
  line('impact', 'Impact: All requests failed for a minute'),
  line(
    'times',
    'Acknowledged at once (target 2 min, met); diagnosed after 1 s; well again after 1 min 1 s; resolved after 16 min (target 5 min, missed).',
  ),
  line('cause', 'The bot found: out of memory; killed by the kernel for memory ', at('03:04:11'), ' (Docker).'),
  line(
    'remedies',
    'Raise memory of api to 4 GiB: worked ',
    at('03:06:01'),
    '; ',
    { person: 'slack:UADA' },
    ' asked, ',
    { person: 'slack:USAM' },
    ' approved.',
  ),
  line(
    'remains',
    'Follow-ups: File a bug for the memory leak (sam, due 2025-12-10); Set mem_limit: 4g in docker-compose.yml.',
  ),
];

/** Commands of one person after each other. */
export const by = {
  take: (who: string): Command => ({ do: 'give_role', by: who, role: 'commander', to: who }),
  give: (who: string, to: string): Command => ({ do: 'give_role', by: who, role: 'commander', to }),
  note: (who: string, says: string): Command => ({ do: 'note', by: who, says, private: false, source: null }),
  tick: (who: string, task: string): Command => ({ do: 'tick', by: who, task, done: true }),
};
