import { join } from 'node:path';
import { StackPanel } from '../../../demo/panel.js';
import { openPage } from '../../../playground/page-server/open-page.js';
import { packageRoot } from '../../../src/package-root.js';
import { startFlow, type Flow } from '../flows/flow.js';
import { Browsing } from './browser.js';

/** What people of the demo's workspace are to a newcomer. */
export const PARTS = { ada: 'responder', sam: 'approver', kim: 'bystander' };

/** A flow with its page open in a browser. */
export interface PageFlow extends Flow {
  readonly browsing: Browsing;
  readonly panel: StackPanel;
}

/** One stack, one workspace, one bot, and the page of it all. */
export async function startPageFlow(name: string): Promise<PageFlow> {
  const flow = await startFlow({ name: `page-${name}` });
  try {
    const panel = new StackPanel(flow.stack, flow.workspace.faults);
    const page = await openPage(flow.workspace, { folder: builtPage(), parts: PARTS, bot: () => 'running', panel });
    const browsing = await Browsing.start(page.url);
    const stop = async (): Promise<void> => {
      await browsing.stop();
      await page.close();
      await panel.settled();
      await flow.stop();
    };
    return { ...flow, stop, panel, browsing };
  } catch (error) {
    await flow.stop();
    throw error;
  }
}

/** Where `npm run build` puts the page. */
export function builtPage(): string {
  return join(packageRoot(), 'dist/playground/page');
}
