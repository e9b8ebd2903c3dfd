import { z } from 'zod';
import type { ContainerDetails, HostContainer, HostNetwork } from '../../src/checks/container-details.js';
import { CannotLook } from '../../src/checks/check.js';
import type { Containers, ContainerState, LogLine, Selector } from '../../src/checks/containers.js';
import { TooLate, type Permit } from '../../src/engine/hands.js';
import { Refused, type Docker } from '../../src/remedies/docker.js';
import { details, history, state } from '../checks/builders.js';

/** A container of the fake engine; its id and name stand in `state`. */
export interface Container {
  state: ContainerState;
  details: ContainerDetails;
  /** The Compose service it is; null for one of another project. */
  readonly service: string | null;
  mark: string | null;
  log: readonly LogLine[];
}

/** How one change goes wrong: a definite no, a permit that is over, silence before or after it was made. */
export type Fault = 'refused' | 'too_late' | 'silent_before' | 'silent_after';

const START = Date.parse('2026-01-01T03:10:00.000Z');

/** A Docker engine in memory that records every change, and in which any of them can go wrong. */
export class FakeEngine {
  readonly containers: Container[] = [];
  readonly networks: HostNetwork[] = [];
  readonly images = new Map<string, string>();
  /** When images were built, by name or id. */
  readonly built = new Map<string, string>();
  /** `stop a1`, in turn; those that went wrong included. */
  readonly calls: string[] = [];
  /** What goes wrong, by the place of the change among all. */
  readonly faults = new Map<number, Fault>();
  /** Past containers: what events tell. */
  events: Containers['events'] = () => Promise.resolve(history([]));
  /** Nobody can look from now on. */
  blind = false;
  /** The start-up line never comes. */
  mute = false;
  noLog: string | null = null;
  #seconds = 0;
  readonly #used = new Set<Permit>();

  add(change: Partial<ContainerState> = {}, more: Partial<Omit<Container, 'state'>> = {}): Container {
    const one: Container = {
      state: state(change),
      details: details(),
      service: 'api',
      mark: null,
      log: [{ at: '2026-01-01T03:00:00.000Z', stream: 'stdout', text: 'hello' }],
      ...more,
    };
    this.containers.push(one);
    return one;
  }

  of(id: string): Container | null {
    return this.containers.find((one) => one.state.id === id) ?? null;
  }

  /** Everything there is, to compare. */
  picture(): string {
    return JSON.stringify(this.containers.map(({ state: one, details: { networks } }) => ({ one, networks })));
  }

  now(): Date {
    return new Date(START + this.#seconds * 1_000);
  }

  async #change(name: string, permit: Permit, make: () => void): Promise<void> {
    this.#seconds += 1;
    const fault = this.faults.get(this.calls.length);
    this.calls.push(name);
    if (this.#used.has(permit)) throw new Error(`${name} was made with a permit that was used before`);
    this.#used.add(permit);
    if (fault === 'too_late') throw new TooLate();
    permit.check();
    if (fault === 'refused') throw new Refused(`the engine refused to ${name.split(' ')[0] ?? ''}`);
    await Promise.resolve();
    if (fault !== 'silent_before') make();
    if (fault === 'silent_before' || fault === 'silent_after') throw new CannotLook('Docker on host local is silent');
  }

  #there(id: string): Container {
    const one = this.of(id);
    if (one === null) throw new Refused(`No such container: ${id}`);
    return one;
  }

  #start(one: Container): void {
    if (one.state.status === 'running') return;
    one.state = { ...one.state, status: 'running', startedAt: this.now().toISOString(), restartCount: 0 };
  }

  #stop(one: Container): void {
    if (one.state.status === 'exited' || one.state.status === 'created') return;
    one.state = { ...one.state, status: 'exited', exitCode: 137, finishedAt: this.now().toISOString() };
  }

  readonly docker: Docker = {
    start: (_service, id, permit) => this.#change(`start ${id}`, permit, () => this.#start(this.#there(id))),
    stop: (_service, id, _grace, permit) => this.#change(`stop ${id}`, permit, () => this.#stop(this.#there(id))),
    restart: (_service, id, _grace, permit) =>
      this.#change(`restart ${id}`, permit, () => {
        const one = this.#there(id);
        this.#stop(one);
        this.#start(one);
      }),
    kill: (_service, id, sends, permit) =>
      this.#change(`kill ${id} ${sends}`, permit, () => {
        const one = this.#there(id);
        one.log = [...one.log, { at: this.now().toISOString(), stream: 'stderr', text: 'Thread 1: waiting' }];
      }),
    rename: (_service, id, name, permit) =>
      this.#change(`rename ${id} ${name}`, permit, () => {
        if (this.containers.some((one) => one.state.name === name)) throw new Refused(`the name ${name} is taken`);
        const one = this.#there(id);
        one.state = { ...one.state, name };
      }),
    remove: (_service, id, permit) =>
      this.#change(`remove ${id}`, permit, () => {
        const one = this.#there(id);
        if (one.state.status === 'running') throw new Refused('it runs');
        this.containers.splice(this.containers.indexOf(one), 1);
      }),
    create: async (_service, blueprint, mark, permit) => {
      const id = `new${this.calls.length}`;
      await this.#change(`create ${blueprint.name}`, permit, () => {
        if (this.containers.some((one) => one.state.name === blueprint.name)) throw new Refused('the name is taken');
        const made = state({ id, name: blueprint.name, status: 'created', startedAt: null, image: blueprint.image });
        this.add(made, { mark });
      });
      return id;
    },
    join: (_service, id, { network, endpoint }, permit) =>
      this.#change(`join ${id} ${network}`, permit, () => {
        const own = { name: network, networkId: network, ip: '', aliases: z.array(z.string()).parse(endpoint) };
        const one = this.#there(id);
        one.details = { ...one.details, networks: [...one.details.networks, own] };
      }),
    setMemory: (_service, id, bytes, permit) =>
      this.#change(`memory ${id} ${bytes}`, permit, () => {
        const one = this.#there(id);
        one.state = { ...one.state, memoryLimit: bytes };
      }),
    connect: (_service, id, network, aliases, permit) =>
      this.#change(`connect ${id} ${network} ${aliases.join(',')}`, permit, () => {
        const one = this.#there(id);
        const own = { name: network, networkId: network, ip: '', aliases };
        one.details = { ...one.details, networks: [...one.details.networks, own] };
      }),
    unpause: (_service, id, permit) =>
      this.#change(`unpause ${id}`, permit, () => {
        const one = this.#there(id);
        one.state = { ...one.state, status: 'running' };
      }),
    blueprint: (_service, id, image) => {
      this.#look();
      const one = this.of(id);
      if (one === null) return Promise.resolve(null);
      const joins = one.details.networks.slice(1).map(({ name, aliases }) => ({ network: name, endpoint: aliases }));
      return Promise.resolve({ name: one.state.name, image: image ?? one.details.imageId, create: {}, joins });
    },
    marked: (_service, mark) => {
      this.#look();
      return Promise.resolve(this.containers.filter((one) => one.mark === mark).map((one) => one.state.id));
    },
    waitForLine: () => {
      this.#look();
      this.#seconds += 4;
      return Promise.resolve(!this.mute);
    },
  };

  #look(): void {
    if (this.blind) throw new CannotLook('Docker on host local is silent');
  }

  readonly view: Containers = {
    find: (service) => this.#asked(() => this.#find(service.container)),
    logs: (_service, { id }, { since }) =>
      this.#asked(() => {
        if (this.noLog !== null) throw new CannotLook(this.noLog);
        const lines = (this.of(id)?.log ?? []).filter(({ at }) => since === null || (at ?? '') >= since);
        return { lines, truncated: false };
      }),
    stats: () => this.#asked(() => []),
    events: (service, since, signal) => this.events(service, since, signal),
    details: (_service, { id }) => this.#asked(() => this.of(id)?.details ?? details()),
    processes: () => this.#asked(() => []),
    onHost: () => this.#asked(() => this.containers.map(listed)),
    networks: () => this.#asked(() => this.networks),
    exec: () => Promise.reject(new Error('no program was expected to run')),
    image: (_service, name) =>
      this.#asked(() => {
        const id = this.images.get(name);
        return id === undefined ? null : { id, createdAt: this.built.get(name) ?? null, tags: [name] };
      }),
  };

  #find(selector: Selector): ContainerState | null {
    const found = this.containers.filter((one) => {
      if ('id' in selector) return one.state.id === selector.id;
      if ('name' in selector) return one.state.name === selector.name;
      return one.service === selector.compose.service;
    });
    if (found.length > 1) throw new CannotLook('config.yml must name one of them');
    return found[0]?.state ?? null;
  }

  async #asked<T>(answer: () => T): Promise<T> {
    await Promise.resolve();
    this.#look();
    return answer();
  }
}

function listed({ state: { id, name, status, image }, details: one }: Container): HostContainer {
  const networks = one.networks.map((network) => network.name);
  const { imageId, labels, wantedPorts: ports } = one;
  return { id, name, status, image, imageId, createdAt: '', labels, ports, networks };
}
