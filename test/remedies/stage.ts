import type { World } from '../../src/checks/check.js';
import type { ServiceTarget } from '../../src/checks/containers.js';
import { TooLate } from '../../src/engine/hands.js';
import type { Plan } from '../../src/incident/remedy.js';
import type { Doing, Done, Place, Planned, RegisteredRemedy, Settled } from '../../src/remedies/remedy.js';
import { never, words } from '../checks/builders.js';
import { FakeEngine } from './fake-engine.js';

type Possible = Omit<Plan, 'service'>;

/** A remedy with its parameters, in a place of its own; what it announces is kept. */
export class Stage {
  readonly remedy: RegisteredRemedy;
  readonly place: Place;
  /** What was announced, in turn. */
  readonly steps: string[] = [];
  /** Called when a step was announced, before it is permitted. */
  onStep: (number: number) => void | Promise<void> = () => undefined;
  /** The permit of this step, counted from 1, is over. */
  tooLateAt = 0;
  readonly engine = new FakeEngine();

  constructor(remedy: RegisteredRemedy, params: object, world: World, more: Partial<Place> = {}) {
    this.remedy = remedy;
    const service: ServiceTarget = more.service ?? world.service;
    this.place = {
      service,
      world: { ...world, service },
      docker: this.engine.docker,
      engine: {},
      limits: { memoryCeiling: 0 },
      params: { type: remedy.type, ...params },
      ...more,
    };
  }

  get doing(): Doing {
    return {
      ...this.place,
      mark: 'INC-1/1',
      step: async (says) => {
        this.steps.push(words(says));
        const number = this.steps.length;
        await this.onStep(number);
        return {
          check: () => {
            if (number === this.tooLateAt) throw new TooLate();
          },
        };
      },
    };
  }

  async planned(): Promise<Planned> {
    return this.remedy.plan(this.place.params, this.place, never);
  }

  /** The plan; fails where there is none. */
  async plan(): Promise<Possible> {
    const planned = await this.planned();
    if ('impossible' in planned) throw new Error(`impossible: ${planned.impossible}`);
    return planned;
  }

  /** Why there is no plan; fails where there is one. */
  async impossible(): Promise<string> {
    const planned = await this.planned();
    if ('impossible' in planned) return planned.impossible;
    throw new Error(`possible: ${planned.title}`);
  }

  async act({ action }: Possible, signal = never): Promise<Done> {
    return this.remedy.act(action, this.doing, signal);
  }

  async settle({ action, before }: Possible): Promise<Settled> {
    return this.remedy.settle(action, before, this.place, 'INC-1/1', never);
  }
}
