import { existsSync } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { knock, pathProblem } from '../store/door.js';
import { ok, skipped, wrong, type Line } from './line.js';

/** Lines about the folder of the embedded database, and the bot that has it, if one runs. */
export async function dataFolderLines(dataDir: string, databaseUrl: string | null): Promise<Line[]> {
  if (databaseUrl !== null) return [skipped('Data folder', 'the bot keeps nothing in it where DATABASE_URL is set')];
  const folder = resolve(dataDir);
  const long = pathProblem(folder);
  if (long !== null) return [wrong('Data folder', long.says, long.mend)];
  return [await writable(folder), await doorLine(folder)];
}

async function writable(folder: string): Promise<Line> {
  const about = 'Data folder';
  const there = nearestThere(folder);
  try {
    if (!(await stat(there)).isDirectory()) return wrong(about, `${there} is a file`, 'set DATA_DIR to a folder');
    await access(there, constants.W_OK | constants.X_OK);
  } catch {
    return wrong(
      about,
      `${there} may not be written by this user`,
      "set DATA_DIR to a folder of the bot's user, or give it this one (chown)",
    );
  }
  return ok(about, there === folder ? folder : `${folder}, made at the first start`);
}

/** The folder itself, or the nearest above it that is there. */
function nearestThere(folder: string): string {
  const above = dirname(folder);
  return existsSync(folder) || above === folder ? folder : nearestThere(above);
}

async function doorLine(folder: string): Promise<Line> {
  const about = 'Running bot';
  try {
    const door = await knock(folder);
    door?.destroy();
    return door === null
      ? ok(about, 'none has this data folder; npm start starts one')
      : ok(about, 'a bot is running here and has this data folder');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return wrong(about, `${folder}/bot.sock cannot be opened (${code})`, "run incident as the bot's own user");
  }
}
