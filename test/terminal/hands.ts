import type { Done, Hands, Reporting } from '../../src/engine/hands.js';
import type { Policy } from '../../src/incident/remedy.js';
import { offering, POLICIES } from '../commands/offering.js';
import type { Checks } from '../engine/house.js';
import { answer } from '../engine/runbooks.js';

/** What doing a remedy of these tests comes to, and when. */
export type Deed = (reporting: Reporting) => Promise<Done>;

/** Does what mends the service in two announced changes; the first is what its start announced. */
export const mends =
  (checks: Checks): Deed =>
  async (reporting) => {
    (await reporting.step(['stopping api_1'])).check();
    (await reporting.step(['starting api_1'])).check();
    checks.answer('health', answer(true));
    return { result: 'done', says: ['restarted in 2 s'] };
  };

/** Hands that offer every remedy under one policy, and do as they are told. */
export function handsOf(deed: Deed, policy: Policy = POLICIES.low): Hands & { readonly acted: string[] } {
  const acted: string[] = [];
  return {
    acted,
    off: null,
    draft: (_runbook, id) => {
      const { plan, hash } = offering(id);
      return Promise.resolve({ plan, hash, policy });
    },
    act: async (_runbook, id, _plan, reporting) => {
      acted.push(id);
      return deed(reporting);
    },
    settle: () => Promise.resolve({ happened: 'maybe', says: ['it says nothing'], find: 'docker ps' }),
  };
}
