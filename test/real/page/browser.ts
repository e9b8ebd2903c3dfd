import type { Browser, Page } from 'playwright-core';
import { startChromium } from '../../../scripts/chromium.js';
import { serverProgram } from '../../../scripts/server-program.js';

const program = serverProgram('chromium');
export const chromiumIsHere = program !== null;

/** Sizes of window that people have. */
export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

export interface WindowOptions {
  readonly as?: string;
  readonly size?: { readonly width: number; readonly height: number };
  readonly dark?: boolean;
  /** Whether the tour was seen before; it was, unless told. */
  readonly firstVisit?: boolean;
}

/** A browser, and what its windows did that no page of ours may. */
export class Browsing {
  /** Requests to anywhere but this machine, dialogs, errors of scripts, refusals by the content policy. */
  readonly misdeeds: string[] = [];
  readonly #browser: Browser;
  readonly #url: string;

  private constructor(browser: Browser, url: string) {
    this.#browser = browser;
    this.#url = url;
  }

  /** Starts the system's Chromium; windows show the playground at this address. */
  static async start(url: string): Promise<Browsing> {
    if (program === null) throw new Error('there is no chromium');
    return new Browsing(await startChromium(program), url);
  }

  /** Opens a window of its own: nothing is shared with others, as on another person's machine. */
  async open({ as = 'ada', size = DESKTOP, dark = false, firstVisit = false }: WindowOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: size,
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
    });
    if (!firstVisit) await context.addInitScript(`localStorage.setItem('runbook-bot-tour', ${JSON.stringify(TOURED)})`);
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    this.#watch(page);
    await page.goto(`${this.#url}/?as=${as}`);
    return page;
  }

  /** Ends the browser and all its windows. */
  async stop(): Promise<void> {
    await this.#browser.close();
  }

  #watch(page: Page): void {
    page.on('dialog', (dialog) => {
      this.misdeeds.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol !== 'data:' && protocol !== 'blob:' && hostname !== '127.0.0.1')
        this.misdeeds.push(`request: ${request.url()}`);
    });
    page.on('pageerror', (error) => this.misdeeds.push(`error: ${error.message}`));
    page.on('console', (said) => {
      if (/Content Security Policy|Each child in a list|hydrat/i.test(said.text())) this.misdeeds.push(said.text());
    });
  }
}

const TOURED = JSON.stringify({ open: false, after: '', read: null });
