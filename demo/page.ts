import { join } from 'node:path';
import { openPage, type OpenPage, type PageOptions } from '../playground/page-server/open-page.js';
import type { Workspace } from '../playground/workspace.js';
import { UserError } from '../src/errors.js';
import { packageRoot } from '../src/package-root.js';

/** Where the page is looked for first. */
const PORT = 4_600;
/** How many ports after it are tried where it is taken. */
const TRIES = 20;

/** Who the people of the demo's workspace are to a newcomer (playground/fixture.ts). */
const PARTS = { ada: 'responder', sam: 'approver', kim: 'bystander' };

/**
 * Opens the demo's workspace as a page, at the port of `PAGE_PORT` (4600 where it says nothing) or the next that is free.
 * Throws `UserError` where the port is no port or none is free.
 */
export async function openDemoPage(
  workspace: Workspace,
  options: Pick<PageOptions, 'panel' | 'missing' | 'bot'>,
): Promise<OpenPage> {
  const first = wantedPort(process.env['PAGE_PORT']);
  const all = { ...options, parts: PARTS, folder: join(packageRoot(), 'dist/playground/page') };
  for (let port = first; port < Math.min(first + TRIES, 65_536); port += 1) {
    const page = await openPage(workspace, { ...all, port }).catch(unlessTaken);
    if (page !== null) return page;
  }
  throw new UserError('not_found', `No port from ${first} on is free for the page. Set PAGE_PORT to another.`);
}

/** The line that tells of it, and why nobody else can reach it. */
export function invitation(url: string): string {
  return `Open ${url} in a browser: be Ada, Sam or Kim there. Only this machine reaches it, for it asks for no password.`;
}

function wantedPort(given: string | undefined): number {
  if (given === undefined || given === '') return PORT;
  if (/^\d{1,5}$/.test(given) && Number(given) < 65_536) return Number(given);
  throw new UserError('config_invalid', `PAGE_PORT is ${given}; it takes a number from 0 to 65535.`);
}

function unlessTaken(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return null;
  throw error;
}
