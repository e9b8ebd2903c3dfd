import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { run } from '../../../demo/command.js';
import { dockerHost, engineAnswers } from '../../../demo/docker.js';
import { openEngineSocket, type EngineSocket } from '../../../demo/engine-socket.js';

let socket: EngineSocket;

beforeEach(async () => {
  socket = await openEngineSocket(await dockerHost());
});

afterEach(async () => {
  await socket.close();
});

function ask(...args: string[]): Promise<string> {
  return run('docker', args, { env: { ...process.env, DOCKER_HOST: socket.host } });
}

/** The same with patience for a moment only, where nobody is to answer. */
function askBriefly(...args: string[]): Promise<string> {
  return run('docker', args, { env: { ...process.env, DOCKER_HOST: socket.host }, timeout: 1_500 });
}

test('passes questions on to the engine', async () => {
  expect(await ask('version', '--format', '{{.Server.Version}}')).toMatch(/^\d+\./);
});

test('refuses while it is cut and answers once it is mended', async () => {
  await socket.cut('refused');
  await expect(ask('ps')).rejects.toThrow(/Cannot connect/);
  await socket.mend();
  expect(await engineAnswers(socket.host)).toBe(true);
});

test('breaks connections that are open when it is cut', async () => {
  const events = run('docker', ['events'], { env: { ...process.env, DOCKER_HOST: socket.host } });
  const broken = expect(events).rejects.toThrow(/code 1|unexpected EOF/);
  await ask('version');
  await socket.cut('refused');
  await broken;
});

test('stays connected and says nothing while it is silent', async () => {
  await socket.cut('silent');
  await expect(askBriefly('ps')).rejects.toThrow(/killed/);
  await socket.mend();
  expect(await engineAnswers(socket.host)).toBe(true);
});

test('goes from silent to refused and back', async () => {
  await socket.cut('silent');
  await socket.cut('refused');
  await expect(ask('ps')).rejects.toThrow(/Cannot connect/);
  await socket.cut('silent');
  await expect(askBriefly('ps')).rejects.toThrow(/killed/);
  await socket.mend();
  expect(await engineAnswers(socket.host)).toBe(true);
});

test('refuses an engine that it cannot forward to, saying which ones it can', async () => {
  await expect(openEngineSocket('ssh://host')).rejects.toThrow(/unix:\/\/ or tcp:\/\//);
});
