import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { chainContract } from './contract/chain.js';
import { inboxContract } from './contract/inbox.js';
import { leaseContract } from './contract/leases.js';
import { listContract } from './contract/lists.js';
import { logContract } from './contract/log.js';
import { orphanContract } from './contract/orphans.js';
import { otherContract } from './contract/rest.js';
import type { Subject } from './contract/subject.js';

/** What every store must do, whatever it stands on. The tables are emptied before each test. */
export function storeContract(open: () => Promise<Subject>): void {
  let subject: Subject;
  const current = () => subject;

  beforeAll(async () => {
    subject = await open();
  }, 60_000);
  beforeEach(() => subject.sql.query('truncate payloads, events, incidents, inbox, leases, texts, holders'));
  afterAll(() => subject.store.close());

  logContract(current);
  chainContract(current);
  inboxContract(current);
  leaseContract(current);
  listContract(current);
  orphanContract(current);
  otherContract(current);
}
