import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { chainContract } from './contract/chain.js';
import { countContract } from './contract/count.js';
import { inboxContract } from './contract/inbox.js';
import { leaseContract } from './contract/leases.js';
import { listContract } from './contract/lists.js';
import { logContract } from './contract/log.js';
import { orphanContract } from './contract/orphans.js';
import { rebuildContract } from './contract/rebuild.js';
import { otherContract } from './contract/rest.js';
import { retentionContract } from './contract/retention.js';
import type { Subject } from './contract/subject.js';

/** What every store must do, whatever it stands on. The tables are emptied before each test. */
export function storeContract(open: () => Promise<Subject>): void {
  let subject: Subject;
  const current = () => subject;

  beforeAll(async () => {
    subject = await open();
  });
  beforeEach(() => subject.sql.query('truncate payloads, events, incidents, inbox, leases, texts, text_uses, holders'));
  afterAll(() => subject.store.close());

  logContract(current);
  chainContract(current);
  inboxContract(current);
  leaseContract(current);
  listContract(current);
  orphanContract(current);
  countContract(current);
  retentionContract(current);
  rebuildContract(current);
  otherContract(current);
}
