import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Hands, Reporting } from '../../src/engine/hands.js';
import type { InboxItem } from '../../src/engine/store.js';
import type { PeopleCommand } from '../../src/incident/command.js';
import type { Plan, Policy } from '../../src/incident/remedy.js';
import type { Risk, Runbook } from '../../src/runbook/runbook.js';
import { answer, runbookOf, type RunbookShape } from './runbooks.js';
import { Checks } from './house.js';

const action = z.object({ container: z.string() });

/** A world with one container: the front is well once it was restarted often enough. Every restart is counted. */
export class World {
  restarts = 0;
  container = 'c1';
  well = false;
  /** How often somebody looked whether it is well. */
  looks = 0;
  /** Nobody can look. */
  blind = false;
  /** What it writes beside, as strangers can. */
  words = '';
  /** So many restarts make it well. */
  cure = 1;
  /** Holds the restart back, before and after it happens. */
  before: () => Promise<void> = () => Promise.resolve();
  after: () => Promise<void> = () => Promise.resolve();
  /** Is called whenever something is planned. */
  look: () => void = () => undefined;
  readonly marks: string[] = [];

  /** Another front, which asks this world anew each time. */
  checks(): Checks {
    const checks = new Checks().answer('back', answer(true));
    const ask = checks.ask;
    return Object.assign(checks, {
      ask: async (...given: Parameters<typeof ask>) => {
        if (given[1].id !== 'front') return ask(...given);
        this.looks += 1;
        if (this.blind) return answer('unknown');
        return answer(this.well, {
          says: [this.well ? 'well' : 'not well', ...(this.words === '' ? [] : [` ${this.words}`])],
          quotes: this.words === '' ? [] : this.words.split('\n').map((text) => ({ at: null, text })),
        });
      },
    });
  }

  restart(mark: string): void {
    this.marks.push(mark);
    this.restarts += 1;
    if (this.restarts >= this.cure) this.well = true;
  }
}

const NEEDS: Record<Risk, { approvals: number; others: boolean }> = {
  low: { approvals: 0, others: false },
  medium: { approvals: 1, others: false },
  high: { approvals: 1, others: true },
  critical: { approvals: 2, others: true },
};

/** Hands that restart the world's container. */
export function handsOn(world: World, lapsesAfter = 60_000): Hands {
  return {
    off: null,
    draft: (runbook, id) => {
      world.look();
      const remedy = runbook.remedies[id];
      if (remedy === undefined) throw new Error(id);
      const plan: Plan = {
        title: `${id} api`,
        label: `${id} api`,
        does: [`container ${world.container}`],
        like: `docker restart ${world.container}`,
        undo: null,
        afterwards: null,
        service: 'api',
        holds: ['local/api'],
        action: { container: world.container },
        before: { restarts: world.restarts },
        longest: 100,
      };
      const policy: Policy = {
        risk: remedy.risk,
        ...NEEDS[remedy.risk],
        from: 'approvers',
        groups: [],
        users: [],
        breakGlass: 'leads',
        lapsesAfter,
      };
      const bound = JSON.stringify([{ ...plan, before: null }, policy]);
      return Promise.resolve({ plan, policy, hash: createHash('sha256').update(bound).digest('hex') });
    },
    act: async (_runbook, _id, plan, reporting: Reporting) => {
      const permit = await reporting.step(['restarting']);
      await world.before();
      permit.check();
      if (action.parse(plan.action).container !== world.container) return { result: 'failed', says: ['it is gone'] };
      world.restart(reporting.mark);
      await world.after();
      if (world.words === '') return { result: 'done', says: ['restarted'] };
      const saved = { title: 'Saved log', name: 'api.log', body: world.words };
      return { result: 'done', says: ['restarted ', { code: world.words }], texts: [saved] };
    },
    settle: (_runbook, _id, plan) => {
      const { restarts } = z.object({ restarts: z.number() }).parse(plan.before);
      const happened = world.restarts > restarts ? 'yes' : 'no';
      return Promise.resolve({ happened, says: [`${world.restarts} restarts`], find: null });
    },
  };
}

export interface MendingShape extends RunbookShape {
  readonly risk?: Risk;
  readonly attempts?: number;
  readonly within?: number;
  readonly watch?: { readonly for: number; readonly every: number };
}

/** A runbook whose broken front is restarted, and after that made anew. Times in ms. */
export function mendable({ risk = 'low', attempts = 1, within = 80, watch, ...shape }: MendingShape = {}): Runbook {
  const common = { type: 'mend', only_if: '!front.ok', verify: { within: '5s', that: 'front.ok' } };
  const runbook = runbookOf({
    ...shape,
    remedies: {
      restart: { ...common, risk, attempts, then: 'renew' },
      renew: { ...common, risk },
    },
    escalation: [{ spent: 'restart', to: 'senior-oncall' }],
  });
  const remedies = Object.entries(runbook.remedies).map(([id, remedy]) => {
    const verify = { ...remedy.verify, within };
    return [id, { ...remedy, verify }] as const;
  });
  return { ...runbook, remedies: Object.fromEntries(remedies), watch: watch ?? { for: 60_000, every: 10_000 } };
}

let presses = 0;

/** A press or a typed word about a remedy, by somebody. */
export function pressing(incident: string, command: PeopleCommand, key?: string): InboxItem {
  presses += 1;
  return { key: key ?? `press-${presses}`, incident, command: { command, runbook: null, replyTo: null } };
}
