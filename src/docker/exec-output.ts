import { EngineUnreadable } from './failure.js';

const HEADER = 8;

/** What a program in a container wrote, put together from the engine's frames as they come. */
export class ExecOutput {
  readonly #written: Readonly<Record<'stdout' | 'stderr', Buffer[]>> = { stdout: [], stderr: [] };
  #head: Buffer = Buffer.alloc(0);
  #stream: 'stdout' | 'stderr' = 'stdout';
  /** Bytes of the present frame that are still to come. */
  #left = 0;
  #room: number;

  /** Keeps at most `maxBytes`, both streams together. */
  constructor(maxBytes: number) {
    this.#room = maxBytes;
  }

  /** True when more came than is kept. */
  get full(): boolean {
    return this.#room < 0;
  }

  text(stream: 'stdout' | 'stderr'): string {
    return Buffer.concat(this.#written[stream]).toString('utf8');
  }

  /** Reads until the stream ends or more came than is kept. Throws `EngineUnreadable` for bytes that are no frames. */
  async read(body: AsyncIterable<Buffer>): Promise<void> {
    for await (const chunk of body) {
      this.#take(chunk);
      if (this.full) return;
    }
  }

  #take(chunk: Buffer): void {
    for (let rest = chunk; rest.length > 0 && !this.full;) {
      const size = this.#left > 0 ? this.#takeContent(rest) : this.#takeHead(rest);
      rest = rest.subarray(size);
    }
  }

  #takeContent(bytes: Buffer): number {
    const content = bytes.subarray(0, this.#left);
    this.#left -= content.length;
    const kept = content.subarray(0, this.#room);
    this.#room -= content.length;
    this.#written[this.#stream].push(kept);
    return content.length;
  }

  /** A frame begins with its stream (1 byte), nothing (3) and its length (4, big endian). */
  #takeHead(bytes: Buffer): number {
    const size = Math.min(HEADER - this.#head.length, bytes.length);
    this.#head = Buffer.concat([this.#head, bytes.subarray(0, size)]);
    if (this.#head.length < HEADER) return size;
    const stream = this.#head[0] ?? 0;
    if (stream > 3) throw new EngineUnreadable('output of a program that is no frames');
    this.#stream = stream === 2 ? 'stderr' : 'stdout';
    this.#left = this.#head.readUInt32BE(4);
    this.#head = Buffer.alloc(0);
    return size;
  }
}
