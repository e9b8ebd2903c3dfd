import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { openPglite } from '../../src/store/pglite.js';
import { upgradeContract } from './upgrade.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a PGlite of the first release', () => {
  upgradeContract(() => openPglite(join(folder, 'pglite')));
});
