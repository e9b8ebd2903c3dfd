import type { Verdict } from '../runbook/verdict.js';

/** Raises the payload of one event by one version. */
type Raise = (payload: object) => object;

/** By type: from version 1 to 2, from 2 to 3, and so on. */
const RAISES: Readonly<Record<string, readonly Raise[]>> = {
  'verdict.reached': [withoutRemedies],
  'verdict.changed': [withoutRemedies],
  'run.completed': [withoutRemedies],
  'run.started': [(payload) => ({ ...payload, response: null })],
  'incident.closed': [(payload) => ({ ...payload, told: null })],
  'incident.escalated': [(payload) => ({ ...payload, level: null })],
};

/** A payload raised from one version of its type to another. Pure: the log stays as it was written. A version without a way on is a bug, and loud. */
export function upcast(type: string, from: number, to: number, payload: object): object {
  const all = Object.hasOwn(RAISES, type) ? RAISES[type] : undefined;
  const raises = all?.slice(from - 1, to - 1) ?? [];
  if (raises.length < to - from) throw new Error(`nothing raises ${type} from version ${from + raises.length}`);
  return raises.reduce((raised, raise) => raise(raised), payload);
}

/** Before there were remedies, a verdict named none. */
function withoutRemedies(payload: object): object {
  const { verdict } = payload as { readonly verdict: Omit<Verdict, 'remedies'> | null };
  return { ...payload, verdict: verdict === null ? null : { ...verdict, remedies: [] } };
}
