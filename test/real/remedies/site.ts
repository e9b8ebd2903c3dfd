import { z } from 'zod';
import type { ContainerState, ServiceTarget } from '../../../src/checks/containers.js';
import { createContainers, type DockerContainers } from '../../../src/docker/docker-containers.js';
import type { Plan } from '../../../src/incident/remedy.js';
import { remedies } from '../../../src/remedies/index.js';
import type { Doing, Done, Place, RegisteredRemedy } from '../../../src/remedies/remedy.js';
import { cleanText } from '../../../src/text/clean.js';
import { maskSecrets } from '../../../src/text/mask.js';
import { words } from '../../checks/builders.js';
import { Sandbox } from '../docker/sandbox.js';

export const never = new AbortController().signal;
export const GIB = 1024 ** 3;

/** A remedy that was planned for a real container. */
export interface Prepared {
  readonly plan: Omit<Plan, 'service'>;
  readonly act: () => Promise<Done & { readonly line: string }>;
  readonly settle: () => Promise<{ readonly happened: string; readonly line: string }>;
}

/** Real containers, and remedies that work on them. */
export class Site {
  readonly sandbox: Sandbox;
  readonly containers: DockerContainers;
  readonly steps: string[] = [];
  #marks = 0;

  private constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    this.containers = createContainers({ hosts: { local: { host: sandbox.docker.host } } });
  }

  static async open(): Promise<Site> {
    return new Site(await Sandbox.open());
  }

  place(more: Readonly<Record<string, ServiceTarget>> = {}): Place {
    const { service } = this.sandbox;
    const clean = (text: string): string => maskSecrets(cleanText(text));
    const services = { api: service, ...more };
    const world = { service, services, containers: this.containers, clean, now: () => new Date() };
    const { actions: docker } = this.containers;
    const engine = { host: this.sandbox.docker.host };
    return { service, world, docker, engine, limits: { memoryCeiling: GIB }, params: {} };
  }

  /** Plans a remedy; throws where it is impossible. */
  async plan(type: string, params: object = {}, place: Place = this.place()): Promise<Prepared> {
    const remedy = kind(type);
    const plan = await remedy.plan({ type, ...params }, place, never);
    if ('impossible' in plan) throw new Error(`impossible: ${plan.impossible}`);
    this.#marks += 1;
    const mark = `${this.sandbox.project}/${this.#marks}`;
    const step: Doing['step'] = (says) => {
      this.steps.push(words(says));
      return Promise.resolve({ check: () => undefined });
    };
    // Through the log and back, as the bot does it.
    const action = z.json().parse(JSON.parse(JSON.stringify(plan.action)));
    return {
      plan,
      act: async () => {
        const done = await remedy.act(action, { ...place, mark, step }, never);
        return { ...done, line: words(done.says) };
      },
      settle: async () => {
        const { happened, says } = await remedy.settle(action, plan.before, place, mark, never);
        return { happened, line: words(says) };
      },
    };
  }

  async impossible(type: string, params: object = {}): Promise<string> {
    const plan = await kind(type).plan({ type, ...params }, this.place(), never);
    return 'impossible' in plan ? plan.impossible : 'possible';
  }

  async state(): Promise<ContainerState> {
    const found = await this.containers.find(this.sandbox.service, never);
    if (found === null) throw new Error('there is no container');
    return found;
  }

  async close(): Promise<void> {
    await this.sandbox.clear();
    await this.containers.close();
  }
}

function kind(type: string): RegisteredRemedy {
  const found = remedies[type];
  if (found === undefined) throw new Error(`no remedy ${type}`);
  return found;
}
