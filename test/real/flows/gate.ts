import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';

/** A service's health endpoint that a test can keep from answering, or break: it says 200 once it may. Whoever asks for `/heal` mends it. */
export class Gate {
  readonly url: string;
  readonly port: number;
  readonly #server: Server;
  #waiting: ServerResponse[] = [];
  #held = false;
  #ill = false;
  #onAsked: (() => void)[] = [];

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
    this.url = `http://127.0.0.1:${port}/health`;
    server.on('request', ({ url }, response: ServerResponse) => {
      if (url === '/heal') this.#ill = false;
      this.#ask(response);
    });
  }

  static async open(): Promise<Gate> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the gate has no port');
    return new Gate(server, address.port);
  }

  /** From now on whoever asks waits. */
  hold(): void {
    this.#held = true;
  }

  /** From now on it answers with errors. */
  breakDown(): void {
    this.#ill = true;
  }

  /** Answers who waits, and whoever asks from now on. */
  release(): void {
    this.#held = false;
    for (const response of this.#waiting.splice(0)) this.#answer(response);
  }

  /** Resolves once somebody waits. */
  async asked(): Promise<void> {
    if (this.#waiting.length > 0) return;
    await new Promise<void>((resolve) => this.#onAsked.push(resolve));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #ask(response: ServerResponse): void {
    if (!this.#held) {
      this.#answer(response);
      return;
    }
    this.#waiting.push(response);
    response.on('close', () => (this.#waiting = this.#waiting.filter((one) => one !== response)));
    for (const resolve of this.#onAsked.splice(0)) resolve();
  }

  #answer(response: ServerResponse): void {
    response.writeHead(this.#ill ? 503 : 200).end(this.#ill ? 'ill' : 'well');
  }
}
