import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Handler = (request: http.IncomingMessage, response: http.ServerResponse, url: URL) => void;

/** An HTTP server on a Unix socket that answers as the tests want a Docker engine to answer. */
export interface FakeEngine {
  /** As in DOCKER_HOST. */
  readonly host: string;
  /** Paths asked for so far, with their query. */
  readonly asked: string[];
  /** What answers from now on. */
  answer: Handler;
  /** Cuts every connection and refuses new ones. */
  stop(): Promise<void>;
  /** Listens again where it was. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function fakeEngine(answer: Handler = notFound): Promise<FakeEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'engine-'));
  const path = join(folder, 'docker.sock');
  const sockets = new Set<Socket>();
  let server: http.Server | null = null;

  const engine: FakeEngine = {
    host: `unix://${path}`,
    asked: [],
    answer,
    start: async () => {
      rmSync(path, { force: true });
      const started = http.createServer((request, response) => {
        engine.asked.push(request.url ?? '');
        engine.answer(request, response, new URL(request.url ?? '/', 'http://engine'));
      });
      started.on('connection', (socket) => {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
      });
      server = started;
      await new Promise<void>((resolve) => started.listen(path, resolve));
    },
    stop: async () => {
      const stopped = server;
      server = null;
      if (stopped === null) return;
      const closed = new Promise((resolve) => stopped.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    close: async () => {
      await engine.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await engine.start();
  return engine;
}

/** What a Docker engine answers when it has nothing of the kind. */
export const notFound: Handler = (_request, response) => {
  sendJson(response, 404, { message: 'no such container' });
};

export function sendJson(response: http.ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** A container as the engine's inspect shows it. */
export function inspected(id: string, name: string, change: { State?: object; HostConfig?: object } = {}): object {
  return {
    Id: id,
    Name: `/${name}`,
    Created: '2026-01-01T00:00:00.000000001Z',
    RestartCount: 0,
    State: {
      Status: 'running',
      ExitCode: 0,
      OOMKilled: false,
      Error: '',
      StartedAt: '2026-01-01T00:00:01.5Z',
      FinishedAt: '0001-01-01T00:00:00Z',
      ...change.State,
    },
    Config: { Image: 'api:1', Tty: false },
    HostConfig: { Memory: 0, RestartPolicy: { Name: '' }, ...change.HostConfig },
  };
}

/** An event as the engine sends it; `at` in milliseconds. */
export function engineEvent(
  at: number,
  action: string,
  id: string,
  attributes: Readonly<Record<string, string>> = {},
): object {
  return {
    Type: 'container',
    Action: action,
    Actor: { ID: id, Attributes: { name: 'api-server', ...attributes } },
    time: Math.floor(at / 1000),
    timeNano: at * 1e6,
  };
}
