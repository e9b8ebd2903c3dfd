import type { Account, Reporter, Sources, Written } from '../../src/engine/reporter.js';
import type { Drafted } from '../../src/incident/record.js';

/** Nobody has a name, and no container was ever looked at. */
export const NO_SOURCES: Sources = { usage: () => Promise.resolve([]), names: () => Promise.resolve({}) };

/** Writes one line, a document and a picture, counts what it was asked for, and does more when told. */
export class Clerk implements Reporter {
  readonly written: Account[] = [];
  readonly drafted: Drafted[] = [];
  /** Is called before anything is written; may wait, or throw. */
  before: () => Promise<void> = () => Promise.resolve();

  async write(account: Account): Promise<Written> {
    this.written.push(account);
    await this.before();
    const { incident, events } = account;
    return {
      summary: [{ part: 'happened', says: [`${events.length} events`], from: events.map(({ seq }) => seq) }],
      document: { name: `${incident}-report.md`, title: 'Report', body: `# ${incident}`, alt: null },
      pictures: [{ name: `${incident}.png`, title: 'Picture', body: new Uint8Array([137, 80]), alt: 'a picture' }],
      trouble: null,
    };
  }

  async draft(_account: Account, task: Drafted): ReturnType<Reporter['draft']> {
    this.drafted.push(task);
    await this.before();
    return { says: [`a proposal for ${task}`], file: { name: `${task}.txt`, title: task, body: task, alt: null } };
  }
}
