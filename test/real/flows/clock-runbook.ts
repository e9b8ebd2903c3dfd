/** What differs between the small runbooks of these tests. */
export interface Pace {
  /** How long until somebody must have acknowledged, and until level 2 and level 3 are called: `8s`. */
  readonly acknowledge: string;
  readonly levels: readonly [string, string];
  /** How often an update is asked for; never unless given. */
  readonly updates?: string;
  /** Whether the runbook knows a remedy. */
  readonly heals?: boolean;
}

/** Asks the gate (gate.ts) to be well again. */
const HEAL = `
remedies:
  heal:
    type: command
    label: Heal NAME
    steps:
      - where: bot
        argv: ['${process.execPath}', --input-type=module, -e, 'await fetch("http://127.0.0.1:\${service.port}/heal")']
    risk: medium
    only_if: '!health.ok'
    verify: { within: 30s, that: health.ok }
`;

/** A runbook whose hours are seconds: it asks one URL, may mend it, and calls people while it is down. An alert named `NAME-alert` opens it. */
export function clockRunbook(
  id: string,
  service: string,
  { acknowledge, levels, updates, heals = false }: Pace,
): string {
  const [second, third] = levels;
  return `
id: ${id}
title: ${service} is down
service: ${service}
alerts: [${service}-alert]
severity: high
page: true
targets: { acknowledge: ${acknowledge}, resolve: 10m }
owner: platform
reviewed: 2026-11-22
review_every: 90d
checks:
  health: { type: http, title: Health endpoint, url: '\${service.health}', timeout: 9s, expect: 200 }
users_feel: health
tree:
  - { ask: Does the health endpoint answer 200?, when: health.ok, yes: well, no: ill }
causes:
  ill:
    title: answers with errors
    next: heal it.
${heals ? '    remedies: [heal]\n' : ''}    symptoms: [{ when: '!health.ok', weight: 8, say: the health endpoint does not answer 200 }]
outcomes:
  well: { title: false alarm, state: up, kind: false_alarm, only_if: health.ok, next: look at the alert rule. }
  ill: { title: answers with errors, state: down, next: look at the cause. }
  could_not_tell: { title: could not tell, state: unchecked, kind: blind, next: look by hand. }
${heals ? HEAL.replaceAll('NAME', service) : ''}escalation:
  - { after: ${second}, to: '@senior-oncall' }
  - { after: ${third}, to: engineering-lead }
${updates === undefined ? '' : `updates: ${updates}\n`}watch: { for: 5s, every: 1s }
`;
}
