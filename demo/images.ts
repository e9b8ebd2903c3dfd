import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { buildBase } from './base-image.js';
import type { Docker } from './docker.js';
import { imagesFolder } from './folder.js';
import type { Manners } from './packages.js';
import { reserve } from './reservation.js';

export const services = ['api', 'frontend', 'postgres', 'redis', 'prometheus'] as const;
export type ServiceName = (typeof services)[number];

/**
 * Makes sure the demo's images are in the engine and returns their tag, a hash of everything they are made from.
 * Builds what is missing, from Debian packages, without any image registry; a second process waits for the first.
 */
export async function ensureImages(docker: Docker, manners: Manners): Promise<string> {
  const tag = await contentHash(imagesFolder);
  if (await complete(docker, tag)) return tag;
  const lock = await takeLock();
  try {
    if (!(await complete(docker, tag))) await build(docker, tag, manners);
  } finally {
    lock.close();
  }
  return tag;
}

/** The full name of a service's image. */
export function imageName(service: ServiceName, tag: string): string {
  return `runbook-bot-demo-${service}:${tag}`;
}

async function build(docker: Docker, tag: string, manners: Manners): Promise<void> {
  const base = `runbook-bot-demo-base:${await contentHash(join(imagesFolder, 'base'))}`;
  if (!(await hasImage(docker, base))) await buildBase(docker, base, manners);
  manners.say(`Building the images of ${services.join(', ')}.`);
  for (const service of services) {
    const latest = imageName(service, 'latest');
    const tags = ['-t', imageName(service, tag), '-t', latest];
    await docker.run(['build', '-q', '--build-arg', `BASE=${base}`, ...tags, join(imagesFolder, service)]);
  }
}

async function complete(docker: Docker, tag: string): Promise<boolean> {
  const found = await docker.run(['images', '-q', '--filter', `reference=runbook-bot-demo-*:${tag}`]);
  return found.trim().split('\n').length === services.length;
}

async function hasImage(docker: Docker, name: string): Promise<boolean> {
  return (await docker.run(['images', '-q', name])).trim() !== '';
}

async function contentHash(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort()) {
    hash.update(file.slice(folder.length)).update('\0');
    hash.update(await readFile(file)).update('\0');
  }
  return hash.digest('hex').slice(0, 12);
}

async function takeLock(): Promise<Server> {
  for (;;) {
    const lock = await reserve('images');
    if (lock !== null) return lock;
    await pause(500);
  }
}
