import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { packageRoot } from '../../../src/package-root.js';
import { serverProgram } from '../server-program.js';

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
    const browser = await chromium.launch({
      executablePath: binaryBeside(program.path),
      timeout: 120_000,
      env: Object.fromEntries(
        Object.entries({ ...program.env, ...(program.unpacked ? fonts() : {}) }).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value]],
        ),
      ),
      // Root has no sandbox to give, as in containers; only pages of ours are shown.
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
    return new Browsing(browser, url);
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

/** A machine that had no browser may have no font either, and a browser without any font ends itself. */
function fonts(): NodeJS.ProcessEnv {
  const folder = mkdtempSync(join(tmpdir(), 'fonts-'));
  const file = join(folder, 'fonts.conf');
  const ours = join(packageRoot(), 'node_modules/dejavu-fonts-ttf/ttf');
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig><dir>${ours}</dir><cachedir>${folder}</cachedir></fontconfig>`,
  );
  return { FONTCONFIG_FILE: file };
}

/** Debian's `chromium` is a script that knows one place only; the browser itself lies in a library folder. */
function binaryBeside(path: string): string {
  const itself = join(dirname(path), '../lib/chromium/chromium');
  return existsSync(itself) ? itself : path;
}
