import { expect } from '@jest/globals';
import { checks } from '../../../src/checks/index.js';
import type { RegisteredCheck, World } from '../../../src/checks/check.js';
import { createContainers, type DockerContainers } from '../../../src/docker/docker-containers.js';
import { misfits, type Facts } from '../../../src/runbook/facts.js';
import { cleanText } from '../../../src/text/clean.js';
import { maskSecrets } from '../../../src/text/mask.js';
import { words } from '../../checks/builders.js';
import { until } from '../../until.js';
import { Sandbox } from '../docker/sandbox.js';

const never = new AbortController().signal;

/** What a check saw: its facts, its line of evidence in plain words, its quotes. */
export interface Seen {
  readonly facts: Facts;
  readonly line: string;
  readonly quoted: readonly string[];
}

/** A service in a sandbox, and the checks that look at it through a real engine. */
export class Place {
  readonly sandbox: Sandbox;
  readonly containers: DockerContainers;
  readonly world: World;

  private constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    this.containers = createContainers({ hosts: { local: { host: sandbox.docker.host } } });
    const { service } = sandbox;
    const clean = (text: string): string => maskSecrets(cleanText(text));
    this.world = { service, services: { api: service }, containers: this.containers, clean, now: () => new Date() };
  }

  static async open(): Promise<Place> {
    return new Place(await Sandbox.open());
  }

  /** Asks a check and holds its facts to their declaration. */
  async ask(type: string, more: object = {}, world: World = this.world): Promise<Seen> {
    const check: RegisteredCheck | undefined = checks[type];
    if (check === undefined) throw new Error(`no check ${type}`);
    const params = { type, ...more };
    const seen = await check.run(params, world, never);
    expect(misfits(check.facts(params), seen.facts)).toEqual([]);
    return { facts: seen.facts, line: words(seen.says), quoted: (seen.quotes ?? []).map(({ text }) => text) };
  }

  /** Asks again and again until the answer is the one waited for. */
  async askUntil(type: string, more: object, what: string, holds: (facts: Facts) => boolean): Promise<Seen> {
    let seen = await this.ask(type, more);
    await until(async () => {
      seen = await this.ask(type, more);
      return holds(seen.facts);
    }, what);
    return seen;
  }

  async close(): Promise<void> {
    await this.containers.close();
  }
}
