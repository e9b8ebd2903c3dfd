import { z } from 'zod';
import type { HostContainer } from '../checks/container-details.js';
import type { Engine } from './engine.js';

const LIMIT = 4_000;

const listing = z.array(
  z.object({
    Id: z.string(),
    Names: z.array(z.string()).nullish(),
    State: z.string().default(''),
    Image: z.string().default(''),
    ImageID: z.string().default(''),
    Created: z.number().default(0),
    Labels: z.record(z.string(), z.string()).nullish(),
    Ports: z
      .array(
        z.object({
          IP: z.string().default(''),
          PrivatePort: z.number(),
          PublicPort: z.number().optional(),
          Type: z.string().default('tcp'),
        }),
      )
      .nullish(),
    NetworkSettings: z.object({ Networks: z.record(z.string(), z.unknown()).nullish() }).nullish(),
  }),
);

/** Every container of an engine, those that do not run included. Throws `CannotLook`. */
export async function listContainers(engine: Engine, signal: AbortSignal): Promise<HostContainer[]> {
  const question = { path: '/containers/json', query: { all: '1' }, limit: LIMIT, signal };
  const listed = (await engine.json(question, listing)) ?? [];
  return listed.map(toHostContainer);
}

function toHostContainer(one: z.infer<typeof listing>[number]): HostContainer {
  return {
    id: one.Id,
    // The names that links give contain a slash inside; its own does not.
    name: (one.Names ?? []).map((name) => name.slice(1)).find((name) => !name.includes('/')) ?? one.Id.slice(0, 12),
    status: one.State,
    image: one.Image,
    imageId: one.ImageID,
    createdAt: new Date(one.Created * 1_000).toISOString(),
    labels: one.Labels ?? {},
    ports: (one.Ports ?? []).flatMap(
      ({ IP: hostIp, PrivatePort: containerPort, PublicPort: hostPort, Type: protocol }) =>
        hostPort === undefined ? [] : [{ containerPort, protocol, hostIp, hostPort }],
    ),
    networks: Object.keys(one.NetworkSettings?.Networks ?? {}),
  };
}
