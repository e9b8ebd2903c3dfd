import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { CannotLook, type World } from '../checks/check.js';
import type { Approval, Party } from '../config-people.js';
import type { DockerHost } from '../docker-host.js';
import type { Drafted, Hands } from '../engine/hands.js';
import { withLimit } from '../engine/with-limit.js';
import type { Impossible, Plan, Policy } from '../incident/remedy.js';
import type { Remedy, Risk, Runbook } from '../runbook/runbook.js';
import { canonicalJson } from '../text/canonical-json.js';
import type { Docker } from './docker.js';
import type { Limits, Place, RegisteredRemedy } from './remedy.js';

/** Looking what a remedy would do takes no longer, ms. */
const DRAFT_MS = 8_000;

/** How many must say yes, and whether the requester's own yes is one of them. */
const NEEDS: Readonly<Record<Risk, { readonly approvals: number; readonly others: boolean }>> = {
  low: { approvals: 0, others: false },
  medium: { approvals: 1, others: false },
  high: { approvals: 1, others: true },
  critical: { approvals: 2, others: true },
};

export interface HandsParts {
  readonly remedies: Readonly<Record<string, RegisteredRemedy>>;
  /** The world as seen from a service; null when config.yml has no such service. */
  readonly worldOf: (service: string) => World | null;
  readonly docker: Docker;
  /** Docker hosts by name. */
  readonly engines: Readonly<Record<string, DockerHost>>;
  readonly limits: Limits;
  /** Why there are no remedies here, null where there are. */
  readonly off: string | null;
  readonly approval: Approval | null;
  readonly people: Readonly<Record<string, Party>>;
  readonly log: Logger;
}

/** Makes the engine's way to plan and do remedies. */
export function createHands(parts: HandsParts): Hands {
  const { off, log } = parts;
  return {
    off,
    draft: async (runbook, id, signal) => {
      const remedy = remedyOf(runbook, id);
      try {
        return await withLimit(DRAFT_MS, signal, async (limited) => draft(parts, remedy, limited));
      } catch (error) {
        if (!(error instanceof CannotLook)) log.error({ err: error, remedy: id }, 'a remedy could not be planned');
        const why = error instanceof CannotLook ? error.reason : "planning it failed; the bot's log says how";
        return impossible(remedy, why);
      }
    },
    act: async (runbook, id, plan, reporting, signal) => {
      const remedy = remedyOf(runbook, id);
      const { type, place } = handOf(parts, remedy);
      return type.act(plan.action, { ...place, ...reporting }, signal);
    },
    settle: async (runbook, id, plan, mark, signal) => {
      const remedy = remedyOf(runbook, id);
      const { type, place } = handOf(parts, remedy);
      return type.settle(plan.action, plan.before, place, mark, signal);
    },
  };
}

async function draft(parts: HandsParts, remedy: Remedy, signal: AbortSignal): Promise<Drafted | Impossible> {
  // What was offered or asked for before they were turned off is not done either.
  if (parts.off !== null) return impossible(remedy, parts.off);
  const { type, place } = handOf(parts, remedy);
  const policy = policyOf(parts, remedy.risk);
  if (policy === null) return impossible(remedy, 'config.yml names nobody who may approve it');
  const planned = await type.plan(remedy.params, place, signal);
  if ('impossible' in planned) return impossible(remedy, planned.impossible);
  const plan: Plan = { ...planned, service: remedy.service, title: remedy.title ?? planned.title };
  return { plan, policy, hash: bindingOf(remedy, plan, policy) };
}

/** What an approval is bound to: any of it another, and it is void. The state before is not part of it. */
function bindingOf(remedy: Remedy, whole: Plan, policy: Policy): string {
  const plan = { ...whole, before: null };
  const { id, type, params, onlyIf, verify, attempts, then } = remedy;
  const verification = { that: verify.that.source, within: verify.within, show: verify.show };
  const bound = { ...{ id, type, params, attempts, then, plan, policy }, onlyIf: onlyIf.source, verification };
  return createHash('sha256').update(canonicalJson(bound)).digest('hex');
}

function policyOf({ approval, people }: HandsParts, risk: Risk): Policy | null {
  if (approval === null) return null;
  const { approvers: from, breakGlass, lapsesAfter } = approval;
  const { groups = [], users = [] } = people[from] ?? {};
  return { risk, ...NEEDS[risk], from, groups, users, breakGlass, lapsesAfter };
}

function handOf(parts: HandsParts, { type, service, params }: Remedy): { type: RegisteredRemedy; place: Place } {
  const known = parts.remedies[type];
  const world = parts.worldOf(service);
  const engine = world === null ? undefined : parts.engines[world.service.host];
  if (known === undefined || world === null || engine === undefined)
    throw new CannotLook(`config.yml has no service ${service} any more`);
  const { docker, limits } = parts;
  return { type: known, place: { service: world.service, world, docker, engine, limits, params } };
}

function remedyOf(runbook: Runbook, id: string): Remedy {
  const remedy = runbook.remedies[id];
  if (remedy === undefined) throw new Error(`runbook ${runbook.id} has no remedy ${id}`);
  return remedy;
}

function impossible({ id, title }: Remedy, why: string): Impossible {
  return { remedy: id, title: title ?? id.replaceAll('_', ' '), why };
}
