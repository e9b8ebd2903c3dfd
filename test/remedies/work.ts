import type { ServiceTarget } from '../../src/checks/containers.js';
import type { Json, Plan } from '../../src/incident/remedy.js';
import { remedies } from '../../src/remedies/index.js';
import type { Doing, Done, Place, RegisteredRemedy, Settled } from '../../src/remedies/remedy.js';
import { cleanText } from '../../src/text/clean.js';
import { maskSecrets } from '../../src/text/mask.js';
import { words } from '../checks/builders.js';
import type { FakeEngine } from './fake-engine.js';

export const MARK = 'INC-12/3';
export const never = new AbortController().signal;

function service(name: string): ServiceTarget {
  return { name, host: 'local', container: { compose: { project: 'shop', service: name } }, project: null };
}

/** The services of this installation: api needs postgres. */
export const services = { api: service('api'), postgres: service('postgres') };

export function remedy(type: string): RegisteredRemedy {
  const found = remedies[type];
  if (found === undefined) throw new Error(`no remedy ${type}`);
  return found;
}

/** Where a remedy for a service is planned, on a fake engine. */
export function place(engine: FakeEngine, own: ServiceTarget = services.api, params: unknown = {}): Place {
  const world = {
    ...{ service: own, services, containers: engine.view },
    clean: (text: string) => maskSecrets(cleanText(text)),
    now: () => engine.now(),
  };
  return { service: own, world, docker: engine.docker, engine: {}, limits: { memoryCeiling: 4 * 1024 ** 3 }, params };
}

/** What was said while it was done. */
export interface Record {
  readonly steps: string[];
}

export function doing(where: Place, record: Record = { steps: [] }): Doing {
  const step: Doing['step'] = (says) => {
    record.steps.push(words(says));
    return Promise.resolve({ check: () => undefined });
  };
  return { ...where, mark: MARK, step };
}

/** A plan that must be possible. */
export async function planned(type: string, params: object, where: Place): Promise<Omit<Plan, 'service'>> {
  const plan = await remedy(type).plan({ type, ...params }, where, never);
  if ('impossible' in plan) throw new Error(`impossible: ${plan.impossible}`);
  return plan;
}

/** Why it cannot be planned. */
export async function impossible(type: string, params: object, where: Place): Promise<string> {
  const plan = await remedy(type).plan({ type, ...params }, where, never);
  return 'impossible' in plan ? plan.impossible : 'possible';
}

export function act(type: string, action: Json, where: Place, record?: Record): Promise<Done> {
  return remedy(type).act(action, doing(where, record), never);
}

export function settle(type: string, plan: Omit<Plan, 'service'>, where: Place): Promise<Settled> {
  return remedy(type).settle(plan.action, plan.before, where, MARK, never);
}
