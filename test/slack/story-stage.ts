import type { ScreenListener } from '../../src/engine/ports.js';
import type { Command } from '../../src/incident/command.js';
import type { Incident } from '../../src/incident/state.js';
import type { Reconciler } from '../../src/slack/reconciler.js';
import type { Story } from '../builders.js';
import { until } from '../until.js';

/** A story on show: what the reconciler tells becomes part of it, and is shown again. */
export class StoryStage {
  readonly commands: Command[] = [];
  readonly story: Story;
  #screen: Reconciler;
  #settled: Incident | null = null;

  constructor(story: Story, screen: Reconciler) {
    this.story = story;
    this.#screen = screen;
    this.#show();
  }

  do(command: Command): void {
    this.commands.push(command);
    this.story.do(command);
    this.#show();
  }

  /** The bot crashes; a screen that remembers nothing goes on with what the log has. */
  takenOver(screen: Reconciler): void {
    this.#screen.stop();
    this.#screen = screen;
    this.#settled = null;
    screen.adopt(this.story.incident);
    this.#show();
  }

  async allShown(): Promise<void> {
    await until(() => this.#settled === this.story.incident, 'the newest state to be on show');
  }

  #show(): void {
    const screen = this.#screen;
    const listener: ScreenListener = {
      tell: (command) => {
        if (screen === this.#screen) this.do(command);
      },
      shown: (incident) => (this.#settled = incident),
    };
    screen.show(this.story.incident, listener);
  }
}
