import { z } from 'zod';
import type { Permit } from '../../engine/hands.js';
import type { Blueprint, Join } from '../../remedies/docker.js';
import type { Change } from '../change.js';
import type { Engine } from '../engine.js';
import { objectOf, settings } from './settings.js';

/** The label of a container that a remedy made. */
export const MARK = 'dev.runbook-bot.remedy';

const LIMIT = 10_000;

const created = z.object({ Id: z.string().min(1) });

/** Creates a container by a blueprint, on the first of its networks only. Returns its id. Throws as `Docker.create` says. */
export async function createContainer(
  engine: Engine,
  { name, create }: Blueprint,
  mark: string,
  permit: Permit,
  signal: AbortSignal,
): Promise<string> {
  const told = settings.parse(create);
  const body = { ...told, Labels: { ...objectOf(told['Labels']), [MARK]: mark } };
  const path = '/containers/create';
  const call: Change = { method: 'POST', path, query: { name }, body, permit, limit: LIMIT, signal };
  return (await engine.change(call, created)).Id;
}

/** Connects a container to a network. */
export async function joinNetwork(
  engine: Engine,
  id: string,
  { network, endpoint }: Join,
  permit: Permit,
  signal: AbortSignal,
): Promise<void> {
  const path = `/networks/${network}/connect`;
  const body = { Container: id, EndpointConfig: endpoint };
  await engine.change({ method: 'POST', path, body, permit, limit: LIMIT, signal }, z.unknown());
}
