import type { Wish } from '../../src/engine/ports.js';
import type { InboxItem } from '../../src/engine/store.js';

let wishes = 0;

/** A wish by somebody who makes no other. */
function wish(over: Pick<Wish, 'runbook'> & { command: object; incident?: string; key?: string }): InboxItem {
  wishes += 1;
  const { command, runbook, incident = null, key = `wish-${wishes}` } = over;
  return { key, incident, command: { command: { ...command, by: `slack:U${wishes}` }, runbook, replyTo: null } };
}

export interface Opening {
  readonly runbook?: string;
  readonly drill?: boolean;
  readonly channel?: string | null;
  readonly key?: string;
}

/** A wish to open (or join) an incident, as `/incident api-down` makes it. */
export function opening({ runbook = 'api-down', drill = false, channel = null, ...key }: Opening = {}): InboxItem {
  return wish({ command: { do: 'open', channel, drill }, runbook, ...key });
}

/** The same, as the monitoring makes it: nobody has acknowledged the incident yet. */
export function alerting(): InboxItem {
  const command = { do: 'open', channel: null, drill: false, by: 'alert:APIDown' };
  return { key: 'alert-1', incident: null, command: { command, runbook: 'api-down', replyTo: null } };
}

export function diagnosing(incident: string, runbook: string | null = 'api-down'): InboxItem {
  return wish({ command: { do: 'diagnose' }, runbook, incident });
}

/** Any other wish about an incident; `by` is filled in. */
export function wishing(incident: string, command: object): InboxItem {
  return wish({ command, runbook: null, incident });
}

/** Ends an incident as solved. */
export function resolving(incident: string): InboxItem {
  const told = { impact: 'nobody could log in', cause: '', followUps: [] };
  return wishing(incident, { do: 'close', how: 'resolved', reason: 'restarted it', told });
}

export function cancelling(incident: string): InboxItem {
  return wish({ command: { do: 'close', how: 'cancelled', reason: 'enough' }, runbook: null, incident });
}
