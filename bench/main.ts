// npm run bench [-- names]: speed as ratios against something measured in the same run. All of it is written to RESULTS.md.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../src/errors.js';
import { packageRoot } from '../src/package-root.js';
import { fifty } from './fifty.js';
import { openGround, type Undo } from './ground.js';
import { healthy } from './healthy.js';
import type { Measurement } from './measurement.js';
import { memory } from './memory.js';
import { page } from './page.js';
import { record } from './record.js';
import { asMarkdown, asText, circumstances, type Result } from './results.js';
import { remedy } from './remedy.js';
import { startup } from './startup.js';
import { throughput } from './throughput.js';
import { underLoad } from './under-load.js';
import { verdict } from './verdict.js';

const all: readonly Measurement[] = [
  verdict,
  healthy,
  remedy,
  fifty,
  underLoad,
  throughput,
  memory,
  startup,
  record,
  page,
];

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function chosen(names: readonly string[]): readonly Measurement[] {
  const wrong = names.find((name) => !all.some((one) => one.name === name));
  if (wrong !== undefined)
    throw new UserError(
      'not_found',
      `There is no measurement ${wrong}. There are: ${all.map(({ name }) => name).join(', ')}.`,
    );
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}

async function measure(undo: Undo[]): Promise<void> {
  const measurements = chosen(process.argv.slice(2));
  const where = circumstances(new Date());
  say(where);
  const ground = await openGround(undo);
  const results: Result[] = [];
  for (const measurement of measurements) {
    const result = { measurement, findings: await measurement.run(ground) };
    say(asText(result));
    results.push(result);
  }
  if (results.length < all.length) return;
  await writeFile(join(packageRoot(), 'bench', 'RESULTS.md'), asMarkdown(results, where));
}

async function main(): Promise<number> {
  const undo: Undo[] = [];
  let cleaning: Promise<void> | null = null;
  const cleanUp = (): Promise<void> =>
    (cleaning ??= (async () => {
      for (const step of undo.reverse())
        await Promise.resolve(step()).catch((error: unknown) => say((error as Error).message));
    })());
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => void cleanUp().then(() => process.exit(130)));
  try {
    await measure(undo);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof UserError ? error.message : String((error as Error).stack)}\n`);
    return 1;
  } finally {
    await cleanUp();
  }
}

process.exitCode = await main();
