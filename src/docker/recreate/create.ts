import { z } from 'zod';
import { CannotLook } from '../../checks/check.js';
import { TooLate, type Permit } from '../../engine/hands.js';
import { Refused, type Blueprint } from '../../remedies/docker.js';
import type { Change } from '../change.js';
import type { Engine } from '../engine.js';
import { join, type Join } from './networks.js';
import { objectOf, settings } from './settings.js';

/** The label of a container that a remedy made. */
export const MARK = 'dev.runbook-bot.remedy';

const LIMIT = 10_000;

const plan = z.object({ body: settings, joins: z.array(join) });
const created = z.object({ Id: z.string().min(1) });

/**
 * Creates a container by a blueprint and joins its networks. Returns its id. Throws as `Docker.create` says: after `Refused` there is
 * no new container; where one was left half made, `CannotLook` says so.
 */
export async function createContainer(
  engine: Engine,
  { name, create }: Blueprint,
  mark: string,
  permit: Permit,
  signal: AbortSignal,
): Promise<string> {
  const { body, joins } = plan.parse(create);
  const marked = { ...body, Labels: { ...objectOf(body['Labels']), [MARK]: mark } };
  const both = { permit, signal, limit: LIMIT };
  const call: Change = { method: 'POST', path: '/containers/create', query: { name }, body: marked, ...both };
  const { Id: id } = await engine.change(call, created);
  try {
    for (const one of joins) await joinNetwork(engine, id, one, permit, signal);
  } catch (error) {
    return await undo(engine, id, name, error, both);
  }
  return id;
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

/** Takes back a container that cannot join a network; always throws. */
async function undo(
  engine: Engine,
  id: string,
  name: string,
  why: unknown,
  both: Pick<Change, 'permit' | 'limit' | 'signal'>,
): Promise<never> {
  if (!(why instanceof Refused)) throw halfMade(name, why);
  try {
    await engine.change({ method: 'DELETE', path: `/containers/${id}`, ...both }, z.unknown());
  } catch (error) {
    throw halfMade(name, error);
  }
  throw why;
}

function halfMade(name: string, cause: unknown): CannotLook {
  const why = cause instanceof CannotLook || cause instanceof Refused ? cause.reason : reasonOf(cause);
  return new CannotLook(`the new ${name} was created but is not on all its networks: ${why}`, { cause });
}

function reasonOf(error: unknown): string {
  if (error instanceof TooLate) return error.message;
  throw error;
}
