import { describe, expect, test } from '@jest/globals';
import type { ContainerDetails, PortMapping } from '../../src/checks/container-details.js';
import { portMapping } from '../../src/checks/port-mapping.js';
import { misfits } from '../../src/runbook/facts.js';
import { details, ended, never, state, words, world } from './builders.js';

const mapping = (hostPort: number, change: Partial<PortMapping> = {}): PortMapping => ({
  containerPort: 8000,
  protocol: 'tcp',
  hostIp: '0.0.0.0',
  hostPort,
  ...change,
});

async function look(
  change: Partial<ContainerDetails>,
  { container = state(), ...more }: { container?: ReturnType<typeof state>; host_port?: number | string } = {},
) {
  const params = { type: 'port_mapping', port: 8000, ...more };
  const seen = await portMapping.run(
    params,
    world(container, { details: () => Promise.resolve(details(change)) }),
    never,
  );
  expect(misfits(portMapping.facts(params), seen.facts)).toEqual([]);
  return { ...seen, line: words(seen.says) };
}

describe('a port of a container', () => {
  test('is told by the mapping to the wanted port, whichever comes first', async () => {
    const ports = [mapping(9000), mapping(8000, { hostIp: '::' }), mapping(8000)];
    const { facts, line } = await look({ ports, wantedPorts: ports }, { host_port: 8000 });
    expect(facts).toMatchObject({ published: true, active: true, matches: true, host_port: 8000 });
    expect(facts['mappings']).toEqual([
      '0.0.0.0:9000 to 8000/tcp',
      '[::]:8000 to 8000/tcp',
      '0.0.0.0:8000 to 8000/tcp',
    ]);
    expect(line).toContain('port 8000 of the host');
  });

  test('that leads elsewhere is published and does not match', async () => {
    const { facts, line } = await look({ ports: [mapping(8080)] }, { host_port: 8000 });
    expect(facts).toMatchObject({ published: true, active: true, matches: false, host_port: 8080 });
    expect(line).toBe('port 8080 of the host (0.0.0.0) leads to its port 8000, not port 8000');
  });

  test('of UDP is another one', async () => {
    expect((await look({ ports: [mapping(8000, { protocol: 'udp' })] })).facts).toMatchObject({
      published: false,
      active: false,
    });
  });

  test('that the engine will choose has no number yet', async () => {
    const { facts, line } = await look(
      { wantedPorts: [mapping(0, { hostIp: '' })] },
      { container: ended(1), host_port: 8000 },
    );
    expect(facts).toMatchObject({ published: true, active: false, matches: false, host_port: 0, host_ip: '0.0.0.0' });
    expect(line).toBe(
      'a port of the host that Docker chooses would lead to its port 8000, not port 8000; it does not run',
    );
  });

  test('is for the host alone only where every mapping is', async () => {
    const local = mapping(8000, { hostIp: '127.0.0.1' });
    expect((await look({ ports: [local] })).facts).toMatchObject({ local_only: true });
    expect((await look({ ports: [local, mapping(8001)] })).facts).toMatchObject({ local_only: false });
    expect((await look({})).facts).toMatchObject({ local_only: false });
  });

  test('that config.yml names wrongly cannot be asked about', async () => {
    const asked = portMapping.run({ type: 'port_mapping', port: '${service.port}' }, world(state()), never);
    await expect(asked).rejects.toThrow('the port of this check in config.yml is no number from 1 to 65535');
  });
});
