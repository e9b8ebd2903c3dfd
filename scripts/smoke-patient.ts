import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A service made up for the smoke test: it answers badly until it is healed. */
export interface Patient {
  /** The word after /incident. */
  readonly runbook: string;
  /** The parsed config.yml that knows it. */
  readonly config: object;
  /** A folder with its runbook and nothing else. */
  readonly runbooks: string;
  heal(): void;
  stop(): Promise<void>;
}

const RUNBOOK = `
id: smoke
title: Smoke test of Slack
service: smoke
severity: low
owner: nobody
reviewed: ${new Date().toISOString().slice(0, 10)}
review_every: 1d
checks:
  health: { type: http, title: Made-up service, url: '\${service.health}', timeout: 3s, expect: 200 }
users_feel: health
tree:
  - { ask: Does the made-up service answer 200?, when: health.ok, yes: well, no: ill }
outcomes:
  well: { title: false alarm, state: up, kind: false_alarm, only_if: health.ok, next: nothing; this is a test. }
  ill: { title: answers badly, state: down, next: wait for the test to heal it. }
  could_not_tell: { title: could not tell, state: unchecked, kind: blind, next: run the test again. }
causes:
  told_to_fail:
    title: told to fail
    next: nothing yet; this is a test, and the terminal says what to press.
    symptoms: [{ when: '!health.ok', weight: 5, say: the made-up service answers badly as the test told it to }]
`;

/** Starts the service on a free port of this machine alone, and writes its runbook. */
export async function startPatient(): Promise<Patient> {
  let status = 503;
  const server = createServer((_request, response) => response.writeHead(status).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const runbooks = await mkdtemp(join(tmpdir(), 'smoke-'));
  await writeFile(join(runbooks, 'smoke.yml'), RUNBOOK);
  const values = { health: `http://127.0.0.1:${port}/` };
  return {
    runbook: 'smoke',
    config: { services: { smoke: { container: { name: 'no-container-at-all' }, values } } },
    runbooks,
    heal: () => {
      status = 200;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(runbooks, { recursive: true, force: true });
    },
  };
}
