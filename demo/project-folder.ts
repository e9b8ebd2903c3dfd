import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run, succeeds } from './command.js';

/** Texts by their path in the folder. */
export type Files = Readonly<Record<string, string>>;

// Nobody's own settings of Git, such as signing, may have a say.
const SETTINGS = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Demo',
  GIT_AUTHOR_EMAIL: 'demo@example.com',
  GIT_COMMITTER_NAME: 'Demo',
  GIT_COMMITTER_EMAIL: 'demo@example.com',
};

/** The demo's Compose project as a team keeps it: its files in a folder of their own, each change a commit. Without Git, a folder. */
export class ProjectFolder {
  readonly path: string;
  readonly #hasGit: boolean;
  readonly #first: Files;

  private constructor(path: string, hasGit: boolean, first: Files) {
    this.path = path;
    this.#hasGit = hasGit;
    this.#first = first;
  }

  /** Makes the folder, among the temporary ones, and its first commit. */
  static async make(files: Files): Promise<ProjectFolder> {
    const path = await mkdtemp(join(tmpdir(), 'runbook-bot-demo-'));
    const folder = new ProjectFolder(path, await succeeds('git', ['--version']), files);
    await folder.#git(['init', '-q', '-b', 'main']);
    await folder.commit('Run the structured prompt service', files);
    await folder.#git(['tag', 'first']);
    return folder;
  }

  /** Writes these files, whatever they were, and commits that. */
  async commit(subject: string, files: Files): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(this.path, name)), { recursive: true });
      await writeFile(join(this.path, name), text);
    }
    await this.#git(['add', '-A']);
    await this.#git(['commit', '-q', '--allow-empty', '-m', subject]);
  }

  /** Back to the first commit and its files, as if nothing had been committed since. */
  async reset(): Promise<void> {
    if (this.#hasGit) await this.#git(['checkout', '-q', '-f', '-B', 'main', 'first']);
    else await this.commit('', this.#first);
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }

  async #git(args: readonly string[]): Promise<void> {
    if (this.#hasGit) await run('git', args, { cwd: this.path, env: { ...process.env, ...SETTINGS } });
  }
}
