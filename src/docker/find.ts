import { z } from 'zod';
import { CannotLook } from '../checks/check.js';
import type { ContainerState, Selector, ServiceTarget } from '../checks/containers.js';
import type { Engine } from './engine.js';
import { inspection, toState } from './state.js';

const listing = z.array(
  z.object({ Id: z.string(), Names: z.array(z.string()).nullish(), State: z.string().default('') }),
);
type Listed = z.infer<typeof listing>[number];

const LIMIT = 4_000;

/** The service's selector means more than one container. */
export class SeveralContainers extends CannotLook {}

/** The service's container, or null when there is none. Throws `CannotLook` for two matches and when the engine cannot be asked. */
export async function findContainer(
  engine: Engine,
  service: ServiceTarget,
  signal: AbortSignal,
): Promise<ContainerState | null> {
  // A container may go between the list and the inspection: then the list is asked once more.
  for (let round = 0; round < 2; round += 1) {
    const only = theOnly(standing(await list(engine, service.container, signal)), engine, service);
    if (only === null) return null;
    const seen = await engine.json({ path: `/containers/${only.Id}/json`, limit: LIMIT, signal }, inspection);
    if (seen !== null) return toState(seen);
  }
  return null;
}

async function list(engine: Engine, selector: Selector, signal: AbortSignal): Promise<Listed[]> {
  const query = { all: '1', filters: JSON.stringify(filtersOf(selector)) };
  const listed = (await engine.json({ path: '/containers/json', query, limit: LIMIT, signal }, listing)) ?? [];
  // The filters of some engines match more than they promise: a name inside a name, an id anywhere.
  return listed.filter((one) => one.State !== 'removing' && matches(one, selector));
}

function filtersOf(selector: Selector): Record<string, string[]> {
  if ('name' in selector) return { name: [`^/?${selector.name.replace(/[^\w-]/g, '\\$&')}$`] };
  if ('id' in selector) return { id: [selector.id] };
  const { project, service } = selector.compose;
  return {
    label: [
      `com.docker.compose.project=${project}`,
      `com.docker.compose.service=${service}`,
      'com.docker.compose.oneoff=False',
    ],
  };
}

function matches(listed: Listed, selector: Selector): boolean {
  if ('name' in selector) return namesOf(listed).includes(selector.name);
  return 'id' in selector ? listed.Id.startsWith(selector.id) : true;
}

/** While a remedy makes a container anew, the old one is set aside under a name of its own, its labels unchanged. */
const SET_ASIDE = /\.before-INC-\d+-\d+$/;

/** The containers that were not set aside; those that were where there is no other. */
function standing(listed: readonly Listed[]): readonly Listed[] {
  const others = listed.filter((one) => !namesOf(one).some((name) => SET_ASIDE.test(name)));
  return others.length > 0 ? others : listed;
}

function theOnly(listed: readonly Listed[], engine: Engine, service: ServiceTarget): Listed | null {
  const [first, second] = listed;
  if (first === undefined) return null;
  if (second === undefined) return first;
  const names = listed.map((one) => namesOf(one)[0] ?? one.Id.slice(0, 12)).sort();
  throw new SeveralContainers(
    `${service.name} means ${listed.length} containers on host ${engine.host} (${names.join(', ')}); config.yml must name one of them`,
  );
}

function namesOf(listed: Listed): string[] {
  return (listed.Names ?? []).map((name) => name.replace(/^\//, ''));
}
