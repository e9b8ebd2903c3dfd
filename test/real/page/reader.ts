import type { Locator, Page } from 'playwright-core';
import { until } from '../../until.js';

/** How long a remedy, or the making of a fault, may take, ms. */
export const LONG = 120_000;

/** Somebody who looks at the page and does things there, by what a screen reader would call them. */
export class Reader {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get log(): Locator {
    return this.page.getByRole('log', { name: /^Messages in #/ });
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: /^Message #/ });
  }

  get tour(): Locator {
    return this.page.getByRole('region', { name: 'Tour', exact: true });
  }

  get panel(): Locator {
    return this.page.getByRole('region', { name: 'The stack' });
  }

  get thread(): Locator {
    return this.page.getByRole('complementary', { name: 'Thread' });
  }

  /** A message with these words in the open channel; the newest, unless it is one of several on purpose. */
  message(words: string | RegExp): Locator {
    return this.log.getByRole('article').filter({ hasText: words });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  /** Types a line into the open channel and sends it off. */
  async type(line: string): Promise<void> {
    await this.composer.fill(line);
    await this.composer.press('Enter');
  }

  /** Goes to a channel; on a phone the list is shown first. */
  async channel(name: string): Promise<void> {
    await this.composer.waitFor();
    const list = this.button('Show channels');
    if (await list.isVisible()) await list.click();
    await this.page.getByRole('navigation', { name: 'Channels' }).getByRole('button', { name }).click();
    await this.page.getByRole('textbox', { name: `Message ${name}` }).waitFor();
  }

  async be(name: string): Promise<void> {
    await this.page.getByRole('group', { name: 'Who you are' }).getByRole('button', { name }).click();
  }

  /** Presses a button of the bot's, the newest of that name, and answers its question. */
  async press(name: RegExp, yes: string): Promise<void> {
    await this.log.getByRole('button', { name }).last().click({ timeout: LONG });
    await this.page.getByRole('dialog').getByRole('button', { name: yes, exact: true }).click();
  }

  /** Waits for a message that says this. */
  async sees(words: string | RegExp, timeout = LONG): Promise<void> {
    await this.message(words).last().waitFor({ timeout });
  }

  /** Opens the thread of the message with this ts, by keyboard: a list that grows moves under the mouse. */
  async openThread(ts: string): Promise<void> {
    await this.log
      .locator(`[data-ts="${ts}"]`)
      .getByRole('button', { name: /^\d+ repl/ })
      .press('Enter');
    await this.thread.waitFor();
  }

  async tourSays(words: string | RegExp): Promise<void> {
    await this.tour.getByText(words).first().waitFor({ timeout: LONG });
  }

  /** Goes on by Tab until the keyboard is at this; throws where it cannot be reached. */
  async tabTo(wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await wanted.first().waitFor({ timeout: LONG });
    for (let pressed = 0; pressed < 250; pressed += 1) {
      if (await hasFocus(wanted)) return;
      await this.page.keyboard.press(key);
    }
    throw new Error(`${key} does not reach ${String(wanted)}`);
  }

  /** Goes there by keyboard and presses Enter. */
  async enter(wanted: Locator): Promise<void> {
    await this.tabTo(wanted);
    await this.page.keyboard.press('Enter');
  }

  /** Waits until so many messages say this, and says how many there are where it waits in vain. */
  async counts(words: string | RegExp, wanted: number): Promise<void> {
    let seen = -1;
    await until(async () => (seen = await this.message(words).count()) === wanted, `${wanted} messages`).catch(
      (error: unknown) => {
        throw new Error(`${seen} messages say ${String(words)}, not ${wanted}`, { cause: error });
      },
    );
  }
}

/** What of an element a test's own types know. */
interface Focusable {
  readonly ownerDocument: { readonly activeElement: unknown };
}

async function hasFocus(wanted: Locator): Promise<boolean> {
  return wanted.evaluateAll((found: Focusable[]) => found.some((one) => one === one.ownerDocument.activeElement));
}
