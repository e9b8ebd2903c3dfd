import { z } from 'zod';
import type { Attachment, ContainerDetails, HealthcheckDefinition, PortMapping } from '../checks/container-details.js';
import type { ContainerState } from '../checks/containers.js';
import { ContainerGone } from '../checks/look-at-container.js';
import type { Engine } from './engine.js';

const LIMIT = 4_000;
const MS = 1e6;
// What the engine uses where a healthcheck leaves these out.
const DEFAULTS = { interval: 30_000, timeout: 30_000, retries: 3 };

const bindings = z
  .record(
    z.string(),
    z.array(z.object({ HostIp: z.string().default(''), HostPort: z.string().default('') })).nullable(),
  )
  .nullish();

const duration = z.number().default(0);

const inspection = z.object({
  Image: z.string().default(''),
  Config: z.object({
    Env: z.array(z.string()).nullish(),
    Labels: z.record(z.string(), z.string()).nullish(),
    ExposedPorts: z.record(z.string(), z.unknown()).nullish(),
    Healthcheck: z
      .object({
        Test: z.array(z.string()).nullish(),
        Interval: duration,
        Timeout: duration,
        StartPeriod: duration,
        Retries: duration,
      })
      .nullish(),
  }),
  HostConfig: z.object({
    NetworkMode: z.string().default(''),
    PortBindings: bindings,
    PublishAllPorts: z.boolean().default(false),
  }),
  NetworkSettings: z
    .object({
      Ports: bindings,
      Networks: z
        .record(
          z.string(),
          z.object({
            NetworkID: z.string().default(''),
            IPAddress: z.string().default(''),
            Aliases: z.array(z.string()).nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});

type Inspection = z.infer<typeof inspection>;
type Bindings = z.infer<typeof bindings>;

/** What a container was told to be, and how it is connected. Throws `CannotLook`, and `ContainerGone` when it was removed meanwhile. */
export async function readDetails(
  engine: Engine,
  container: ContainerState,
  signal: AbortSignal,
): Promise<ContainerDetails> {
  const question = { path: `/containers/${container.id}/json`, limit: LIMIT, signal };
  const seen = await engine.json(question, inspection);
  if (seen === null) throw new ContainerGone(container.name, 'the bot looked at it');
  return toDetails(seen, container.id);
}

function toDetails(
  { Image: imageId, Config: config, HostConfig: host, NetworkSettings: net }: Inspection,
  id: string,
): ContainerDetails {
  const exposed = Object.keys(config.ExposedPorts ?? {});
  const asked = mappingsOf(host.PortBindings);
  return {
    imageId,
    env: config.Env ?? [],
    labels: config.Labels ?? {},
    healthcheck: healthcheckOf(config.Healthcheck),
    exposed,
    wantedPorts: host.PublishAllPorts ? [...asked, ...chosenByEngine(exposed, asked)] : asked,
    ports: mappingsOf(net?.Ports),
    networkMode: host.NetworkMode,
    networks: Object.entries(net?.Networks ?? {}).map(([name, one]): Attachment => ({
      name,
      networkId: one.NetworkID,
      ip: one.IPAddress,
      // The engine adds the short id, which nobody calls it by.
      aliases: (one.Aliases ?? []).filter((alias) => !id.startsWith(alias)),
    })),
  };
}

function healthcheckOf(written: Inspection['Config']['Healthcheck']): HealthcheckDefinition | null {
  const test = written?.Test ?? [];
  if (written == null || test.length === 0 || test[0] === 'NONE') return null;
  return {
    test,
    interval: written.Interval / MS || DEFAULTS.interval,
    timeout: written.Timeout / MS || DEFAULTS.timeout,
    startPeriod: written.StartPeriod / MS,
    retries: written.Retries || DEFAULTS.retries,
  };
}

function mappingsOf(written: Bindings): PortMapping[] {
  return Object.entries(written ?? {}).flatMap(([port, leading]) =>
    (leading ?? []).map((one) => ({
      ...portOf(port),
      hostIp: one.HostIp,
      hostPort: Number(one.HostPort) || 0,
    })),
  );
}

/** `docker run -P`: the engine chooses a port of the host for every declared one. */
function chosenByEngine(exposed: readonly string[], asked: readonly PortMapping[]): PortMapping[] {
  return exposed
    .map(portOf)
    .filter(
      (one) => !asked.some((other) => other.containerPort === one.containerPort && other.protocol === one.protocol),
    )
    .map((one) => ({ ...one, hostIp: '', hostPort: 0 }));
}

/** `8000/tcp`. */
function portOf(written: string): { readonly containerPort: number; readonly protocol: string } {
  const [number = '', protocol = 'tcp'] = written.split('/');
  return { containerPort: Number(number) || 0, protocol };
}
