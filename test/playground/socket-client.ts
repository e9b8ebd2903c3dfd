import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Workspace } from '../../playground/workspace.js';
import { callRaw, type Answer } from './helpers.js';

export type Frame = Readonly<Record<string, unknown>> & { readonly type: string; readonly envelope_id: string };

/** An app's end of one socket, as plain as can be: it answers nothing unless told. */
export class SocketClient {
  readonly frames: Frame[] = [];
  readonly socket: WebSocket;
  readonly #closed: Promise<number>;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => this.frames.push(JSON.parse(data.toString()) as Frame));
    socket.on('error', () => undefined);
    this.#closed = new Promise((resolve) => socket.on('close', resolve));
  }

  /** Connects and waits for the first word. */
  static async connect(workspace: Workspace, answers?: (frame: Frame) => object | undefined): Promise<SocketClient> {
    const { url } = await openConnection(workspace);
    const socket = new WebSocket(String(url));
    const client = new SocketClient(socket);
    if (answers !== undefined)
      socket.on('message', () => {
        const frame = client.frames.at(-1);
        const answer = frame === undefined ? undefined : answers(frame);
        if (answer !== undefined) client.say(answer);
      });
    await once(socket, 'message');
    return client;
  }

  say(frame: object): void {
    this.socket.send(JSON.stringify(frame));
  }

  /** The code with which it was closed; 1006 for none. */
  async closed(): Promise<number> {
    return this.#closed;
  }
}

/** Acknowledges whatever comes in an envelope. */
export const acknowledge = (frame: Frame): object | undefined =>
  'envelope_id' in frame ? { envelope_id: frame.envelope_id } : undefined;

/** What apps.connections.open answers to a token. */
export async function openConnection(workspace: Workspace, token = 'xapp-playground'): Promise<Answer> {
  return (await (await callRaw(workspace, 'apps.connections.open', {}, token)).json()) as Answer;
}
