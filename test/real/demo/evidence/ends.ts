import { expect } from '@jest/globals';
import type { EvidenceOf } from '../trials.js';

const unhealthy = { status: 'running', health: 'unhealthy' };

/** Faults of the container's life: it ends, begins, loops or stands still. */
export const ends: EvidenceOf = {
  'missing-module': {
    state: { status: 'exited', exitCode: 1, oomKilled: false },
    answer: 'refused',
    log: /Traceback[\s\S]*^ModuleNotFoundError: No module named 'redis'$/m,
    also: async (stack) => {
      const image = await stack.docker(['inspect', '--format', '{{.Config.Image}}', stack.containers.api]);
      expect(image.trim()).toMatch(/^runbook-bot-demo-api:[0-9a-f]+-[\w-]+\.missing-module$/);
    },
  },
  'env-missing': {
    state: { status: 'exited', exitCode: 1 },
    answer: 'refused',
    log: /^Configuration error: GEMINI_API_KEY is not set$/m,
  },
  'command-missing': {
    state: { status: 'exited', exitCode: 127 },
    answer: 'refused',
    log: /exec gunicorn failed: No such file or directory/,
  },
  'restart-loop': {
    state: {},
    // For a moment of each life Docker's proxy stands at the port.
    answer: ['refused', 'reset'],
    log: /^json\.decoder\.JSONDecodeError: Unterminated string/m,
    also: async (stack) => {
      const before = (await stack.state('api'))?.restarts ?? 0;
      expect(before).toBeGreaterThanOrEqual(2);
      await stack.until('api', 'restarted again', (state) => (state?.restarts ?? 0) > before);
      await stack.until('api', 'between two lives', (state) => state?.status === 'restarting' && state.exitCode === 1);
    },
  },
  segfault: {
    state: { status: 'exited', exitCode: 139, oomKilled: false },
    answer: 'refused',
    log: /^Fatal Python error: Segmentation fault$/m,
  },
  quit: {
    state: { status: 'exited', exitCode: 0 },
    answer: 'refused',
    // Just as when somebody stops it: only Docker knows that nobody did.
    log: /Application shutdown complete/,
    also: async (stack) => {
      const until = String(Math.ceil(Date.now() / 1_000));
      const filters = [`container=${stack.containers.api}`, 'event=kill', 'event=stop'];
      const asked = ['events', '--since', '1m', '--until', until, ...filters.flatMap((filter) => ['--filter', filter])];
      const id = (await stack.docker(['inspect', '--format', '{{.Id}}', stack.containers.api])).trim();
      expect(await stack.docker([...asked, '--format', '{{.ID}}'])).not.toContain(id);
    },
  },
  killed: { state: { status: 'exited', exitCode: 137, oomKilled: false }, answer: 'refused', log: 'quiet' },
  paused: { state: { status: 'paused', exitCode: 0 }, answer: 'silent', log: 'quiet' },
  starting: {
    state: { status: 'running', health: 'starting', failingStreak: 0 },
    answer: 'reset',
    log: /Waiting for application startup\.\n.*Loading the model, which takes 45 seconds\n$/,
  },
  'no-healthcheck': { state: { status: 'running', health: 'none' }, answer: 'silent', log: 'quiet' },
  'healthcheck-wrong': {
    state: unhealthy,
    answer: 200,
    log: 'quiet',
    also: async (stack) => {
      const probes = await stack.docker(['inspect', '--format', '{{json .State.Health.Log}}', stack.containers.api]);
      expect(probes).toContain('The requested URL returned error: 404');
    },
  },
};
