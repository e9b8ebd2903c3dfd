import type { World } from '../../src/checks/check.js';
import type { ContainerDetails } from '../../src/checks/container-details.js';
import type {
  Containers,
  ContainerState,
  EngineEvent,
  EventHistory,
  LogLine,
  ServiceTarget,
} from '../../src/checks/containers.js';
import { cleanText } from '../../src/text/clean.js';
import { maskSecrets } from '../../src/text/mask.js';
import type { Text } from '../../src/text/text.js';

export const NOW = new Date('2026-01-01T03:10:00.000Z');
export const never = new AbortController().signal;

/** A container that runs since 02:00 without a healthcheck. */
export function state(change: Partial<ContainerState> = {}): ContainerState {
  return {
    id: 'a1',
    name: 'api-server',
    image: 'api:1',
    status: 'running',
    exitCode: 0,
    oomKilled: false,
    error: '',
    startedAt: '2026-01-01T02:00:00.000Z',
    finishedAt: null,
    createdAt: '2026-01-01T01:59:59.000Z',
    restartCount: 0,
    restartPolicy: 'no',
    health: 'none',
    failingStreak: 0,
    healthLog: [],
    memoryLimit: 2 * 1024 ** 3,
    tty: false,
    ...change,
  };
}

/** What such a container was told to be: nothing but its image. */
export function details(change: Partial<ContainerDetails> = {}): ContainerDetails {
  return {
    imageId: 'sha256:1',
    env: [],
    labels: {},
    healthcheck: null,
    exposed: [],
    wantedPorts: [],
    ports: [],
    networkMode: 'bridge',
    networks: [],
    ...change,
  };
}

/** The same, ended at 03:04:11 with this exit code. */
export function ended(exitCode: number, change: Partial<ContainerState> = {}): ContainerState {
  return state({ status: 'exited', exitCode, finishedAt: '2026-01-01T03:04:11.000Z', ...change });
}

/** `happened('03:04:11', 'die', '137')`. */
export function happened(clock: string, action: string, detail = '', containerId = 'a1'): EngineEvent {
  return { at: `2026-01-01T${clock}.000Z`, action, detail, containerId };
}

/** Events with nothing missing since a time of the day; since always unless told. */
export function history(events: readonly EngineEvent[], since?: string): EventHistory {
  return { events, completeSince: since === undefined ? new Date(0).toISOString() : `2026-01-01T${since}.000Z` };
}

/** The words of a text; times in brackets. */
export function words(text: Text): string {
  return text
    .map((part) =>
      typeof part === 'string' ? part : 'time' in part ? `<${part.time.slice(11, 19)}>` : JSON.stringify(part),
    )
    .join('');
}

const api: ServiceTarget = { name: 'api', host: 'local', container: { name: 'api-server' }, project: null };

/** A world with one container (or none), and nothing else unless told. */
export function world(
  container: ContainerState | null,
  more: { readonly history?: EventHistory; readonly log?: readonly LogLine[] } & Partial<Containers> = {},
): World {
  return {
    service: api,
    services: { api },
    containers: {
      find: () => Promise.resolve(container),
      events: () => Promise.resolve(more.history ?? history([])),
      logs: () => Promise.resolve({ lines: more.log ?? [], truncated: false }),
      stats: () => Promise.resolve([]),
      details: () => Promise.resolve(details()),
      processes: () => Promise.resolve([]),
      onHost: () => Promise.resolve([]),
      networks: () => Promise.resolve([]),
      exec: () => Promise.reject(new Error('no program was expected to run')),
      image: () => Promise.resolve(null),
      ...more,
    },
    clean: (text) => maskSecrets(cleanText(text)),
    now: () => NOW,
  };
}

export function logLine(text: string, at: string | null = null): LogLine {
  return { at, stream: 'stderr', text };
}
