import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDaemon, type DaemonOptions } from '../../../demo/daemon.js';
import { engineAnswers } from '../../../demo/docker.js';

const standIn = join(import.meta.dirname, 'stand-in-dockerd.mjs');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daemon-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function options(): DaemonOptions {
  const socket = join(folder, 'docker.sock');
  const pidFile = join(folder, 'pid');
  const command = [process.execPath, standIn, socket, pidFile];
  return { host: `unix://${socket}`, pidFile, logFile: join(folder, 'log'), command };
}

test('starts an engine despite the pid file of a dead one, and ends it', async () => {
  const daemon = options();
  await writeFile(daemon.pidFile, String(process.pid));
  const started = await startDaemon(daemon);
  expect(await engineAnswers(daemon.host)).toBe(true);
  await started.stop();
  expect(await engineAnswers(daemon.host)).toBe(false);
});

test('waits for an engine that somebody else started, and leaves it running', async () => {
  const daemon = options();
  const theirs = await startDaemon(daemon);
  const ours = await startDaemon({ ...daemon, command: ['false'] });
  await ours.stop();
  expect(await engineAnswers(daemon.host)).toBe(true);
  await theirs.stop();
});

test('gives up at once, with the end of the log, when the engine ends', async () => {
  const command = [process.execPath, standIn, '--no-such-flag'];
  await expect(startDaemon({ ...options(), command })).rejects.toThrow(/did not start[\s\S]*no-such-flag/);
});

test('says so when there is no such program', async () => {
  await expect(startDaemon({ ...options(), command: ['no-such-program'] })).rejects.toThrow(
    /no-such-program could not/,
  );
});
