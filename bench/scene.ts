import { BotProcess, configFor } from '../demo/bot-process.js';
import { acme } from '../playground/fixture.js';
import { readManifest } from '../playground/manifest.js';
import type { ChannelOptions } from '../playground/options.js';
import { Workspace } from '../playground/workspace.js';
import { packageRoot } from '../src/package-root.js';
import type { Ground } from './ground.js';

export type StoreKind = 'PostgreSQL' | 'PGlite';

/** A bot at work in a workspace of its own. */
export interface Scene {
  readonly workspace: Workspace;
  readonly bot: BotProcess;
  /** Null on PGlite. */
  readonly databaseUrl: string | null;
}

export interface SceneOptions {
  readonly store: StoreKind;
  /** More channels than the fixture's. */
  readonly channels?: readonly ChannelOptions[];
  /** The parsed config.yml; that of the stack unless given. */
  readonly config?: object;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `work` with a new bot, and stops it whatever happens. Slack's limits are off: they are not what is measured. */
export async function withScene<T>(
  ground: Ground,
  options: SceneOptions,
  work: (scene: Scene) => Promise<T>,
): Promise<T> {
  const databaseUrl = options.store === 'PostgreSQL' ? await ground.database() : null;
  const workspace = await openWorkspace(options.channels);
  try {
    const bot = await startBot(ground, workspace, databaseUrl, options);
    try {
      return await work({ workspace, bot, databaseUrl });
    } finally {
      await bot.stop();
    }
  } finally {
    await workspace.stop();
  }
}

export async function openWorkspace(channels: readonly ChannelOptions[] = []): Promise<Workspace> {
  const fixture = acme(readManifest(`${packageRoot()}/manifest.yml`), { limits: { enabled: false } });
  return Workspace.start({ ...fixture, channels: [...fixture.channels, ...channels] });
}

/** @param databaseUrl null for PGlite, in `dataDir` or a folder of its own */
export async function startBot(
  ground: Ground,
  workspace: Workspace,
  databaseUrl: string | null,
  { config, env, dataDir }: Pick<SceneOptions, 'config' | 'env'> & { readonly dataDir?: string } = {},
): Promise<BotProcess> {
  const bot = await BotProcess.start({
    slack: { apiUrl: workspace.apiUrl, ...workspace.identity },
    config: config ?? configFor(ground.stack),
    env: {
      DOCKER_HOST: ground.stack.engine.host,
      ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
      ...env,
    },
    ...(dataDir === undefined ? {} : { dataDir }),
  });
  workspace.connectApp(bot.requestUrl);
  return bot;
}
