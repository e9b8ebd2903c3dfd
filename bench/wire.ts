import { connect, type Socket } from 'node:net';

const FRESH_MS = 3_000;

/** One kept HTTP connection that costs its user next to nothing, so that the server is what is measured. One request at a time. */
export class Wire {
  readonly #socket: Socket;
  #received = '';
  #closed = false;
  #usedAt = performance.now();
  #waiting: { resolve: (status: number) => void; reject: (error: Error) => void } | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket.setNoDelay(true).setEncoding('latin1');
    socket.on('data', (data: string) => this.#take(data));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => {
      this.#closed = true;
      this.#fail(new Error('the connection was closed'));
    });
  }

  static async open(port: number): Promise<Wire> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Wire(socket));
      });
    });
  }

  /** False for a connection that the server has closed, or is about to: Node does after 5 s without a request. */
  get isFresh(): boolean {
    return !this.#closed && performance.now() - this.#usedAt < FRESH_MS;
  }

  /** Sends a whole request; resolves with the status when the whole answer is there. */
  async ask(request: string): Promise<number> {
    if (this.#closed) throw new Error('the connection was closed');
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#received = '';
      this.#usedAt = performance.now();
      this.#socket.write(request, 'latin1');
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(data: string): void {
    this.#received += data;
    if (!isWhole(this.#received)) return;
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve(Number(this.#received.slice(9, 12)));
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error);
    this.#waiting = null;
  }
}

/** An answer ends with its last chunk or after as many bytes as it announced. */
function isWhole(answer: string): boolean {
  const headEnd = answer.indexOf('\r\n\r\n');
  if (headEnd === -1) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(answer)?.[1];
  return length === undefined ? answer.endsWith('0\r\n\r\n') : answer.length >= headEnd + 4 + Number(length);
}
