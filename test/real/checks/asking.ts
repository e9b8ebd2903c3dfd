import { expect } from '@jest/globals';
import { checks } from '../../../src/checks/index.js';
import type { World } from '../../../src/checks/check.js';
import type { ServiceTarget } from '../../../src/checks/containers.js';
import { createContainers, type DockerContainers } from '../../../src/docker/docker-containers.js';
import { misfits, type Facts } from '../../../src/runbook/facts.js';
import { cleanText } from '../../../src/text/clean.js';
import { maskSecrets } from '../../../src/text/mask.js';
import { words } from '../../checks/builders.js';
import { Sandbox } from '../docker/sandbox.js';

const never = new AbortController().signal;

/** In no fact and no line of evidence may this be. */
export const PASSWORD = 'correct-horse-battery';

export interface Seen {
  readonly facts: Facts;
  readonly line: string;
}

/** Checks asked of the containers of one test file. */
export class Asking {
  readonly sandbox: Sandbox;
  readonly containers: DockerContainers;
  /** Services of config.yml beside the sandbox's own, by name. */
  services: Readonly<Record<string, ServiceTarget>> = {};

  private constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    this.containers = createContainers({ hosts: { local: { host: sandbox.docker.host } } });
  }

  static async open(): Promise<Asking> {
    return new Asking(await Sandbox.open());
  }

  /** Asks one check; fails the test for facts it does not declare and for a password in them. */
  async ask(type: string, more: object = {}): Promise<Seen> {
    const check = checks[type];
    if (check === undefined) throw new Error(`no check ${type}`);
    const { containers, services } = this;
    const { service } = this.sandbox;
    const clean = (text: string): string => maskSecrets(cleanText(text));
    const world: World = {
      ...{ service, services: { api: service, ...services }, containers, clean },
      now: () => new Date(),
    };
    const seen = await check.run({ type, ...more }, world, never);
    expect(misfits(check.facts({ type, ...more }), seen.facts)).toEqual([]);
    expect(JSON.stringify(seen)).not.toContain(PASSWORD);
    return { facts: seen.facts, line: words(seen.says) };
  }

  async close(): Promise<void> {
    await this.containers.close();
  }
}
