import { z } from 'zod';
import type { ServiceTarget } from '../checks/containers.js';
import type { Permit } from '../engine/hands.js';
import { Refused, type Docker } from '../remedies/docker.js';
import type { Change } from './change.js';
import type { Engine } from './engine.js';
import { readBlueprint } from './recreate/blueprint.js';
import { createContainer, joinNetwork, MARK } from './recreate/create.js';
import { waitForLine } from './wait-for-line.js';

const LIMIT = 10_000;
/** What the engine may take beside the container's own time to end, ms. */
const BESIDE_GRACE = 15_000;
const LOOK_LIMIT = 4_000;

const limits = z.object({
  HostConfig: z.object({ Memory: z.number().default(0), MemorySwap: z.number().default(0) }),
});
const listing = z.array(z.object({ Id: z.string(), Labels: z.record(z.string(), z.string()).nullish() }));

/** What remedies do with the engines of config.yml. `engineOf` throws `CannotLook` for a host it does not know. */
export function createActions(engineOf: (host: string) => Engine): Docker {
  const make = async (service: ServiceTarget, change: Change): Promise<void> => {
    await engineOf(service.host).change(change, z.unknown());
  };
  const post = (
    service: ServiceTarget,
    path: string,
    permit: Permit,
    signal: AbortSignal,
    more: Pick<Change, 'query' | 'body'> = {},
    limit = LIMIT,
  ): Promise<void> => make(service, { method: 'POST', path, permit, limit, signal, ...more });

  return {
    start: (service, container, permit, signal) => post(service, `/containers/${container}/start`, permit, signal),
    stop: (service, container, grace, permit, signal) =>
      post(service, `/containers/${container}/stop`, permit, signal, withGrace(grace), grace + BESIDE_GRACE),
    restart: (service, container, grace, permit, signal) =>
      post(service, `/containers/${container}/restart`, permit, signal, withGrace(grace), grace + BESIDE_GRACE),
    kill: (service, container, sends, permit, signal) =>
      post(service, `/containers/${container}/kill`, permit, signal, { query: { signal: sends } }),
    rename: (service, container, name, permit, signal) =>
      post(service, `/containers/${container}/rename`, permit, signal, { query: { name } }),
    remove: (service, container, permit, signal) =>
      make(service, { method: 'DELETE', path: `/containers/${container}`, permit, limit: LIMIT, signal }),
    unpause: (service, container, permit, signal) => post(service, `/containers/${container}/unpause`, permit, signal),
    connect: async (service, container, network, aliases, permit, signal) =>
      joinNetwork(engineOf(service.host), container, { network, endpoint: { Aliases: [...aliases] } }, permit, signal),
    create: async (service, blueprint, mark, permit, signal) =>
      createContainer(engineOf(service.host), blueprint, mark, permit, signal),
    join: async (service, container, join, permit, signal) =>
      joinNetwork(engineOf(service.host), container, join, permit, signal),
    setMemory: async (service, container, bytes, permit, signal) => {
      const body = await limitsFor(engineOf(service.host), container, bytes, signal);
      await post(service, `/containers/${container}/update`, permit, signal, { body });
    },

    blueprint: async (service, container, image, signal) =>
      readBlueprint(engineOf(service.host), container, image, signal),
    marked: async (service, mark, signal) => marked(engineOf(service.host), mark, signal),
    waitForLine: async (service, container, pattern, since, limit, signal) =>
      waitForLine(engineOf(service.host), { container, pattern, since, limit }, signal),
  };
}

/** The engine takes whole seconds. */
function withGrace(grace: number): Pick<Change, 'query'> {
  return { query: { t: String(Math.ceil(grace / 1_000)) } };
}

/** Both limits: where it could swap beyond its memory, it still can, as much as before. */
async function limitsFor(
  engine: Engine,
  container: string,
  bytes: number,
  signal: AbortSignal,
): Promise<{ readonly Memory: number; readonly MemorySwap: number }> {
  const seen = await engine.json({ path: `/containers/${container}/json`, limit: LOOK_LIMIT, signal }, limits);
  if (seen === null) throw new Refused(`No such container: ${container.slice(0, 12)}`);
  const { Memory: memory, MemorySwap: both } = seen.HostConfig;
  const swap = memory > 0 ? Math.max(0, both - memory) : 0;
  return { Memory: bytes, MemorySwap: both === -1 ? -1 : bytes + swap };
}

async function marked(engine: Engine, mark: string, signal: AbortSignal): Promise<readonly string[]> {
  const query = { all: '1', filters: JSON.stringify({ label: [`${MARK}=${mark}`] }) };
  const listed = await engine.json({ path: '/containers/json', query, limit: LOOK_LIMIT, signal }, listing);
  return (listed ?? []).filter((one) => one.Labels?.[MARK] === mark).map((one) => one.Id);
}
