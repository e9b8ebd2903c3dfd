import { createInterface } from 'node:readline';
import type { Socket } from 'node:net';
import { z } from 'zod';
import type { Message } from '../view/message.js';
import { note } from '../view/message.js';
import { EXIT } from './exit.js';
import { session, type SessionParts, type Visitor } from './session.js';

/** The longest words of a visitor, characters: more than any note may have, so that what is too long is told so. */
const WORDS_MOST = 200_000;

/** What a visitor sends first: one JSON line. */
const request = z.strictObject({ by: z.string().max(100), words: z.string().max(WORDS_MOST) });
export type Request = z.infer<typeof request>;

/** What is sent back, one JSON line each, as `Visitor` has it; `exit` is the last. */
export type Reply =
  | { readonly message: Message }
  | { readonly complaint: Message }
  | { readonly output: string }
  | { readonly exit: number };

/** Receives terminal programs at the door of the running bot. Those who come before it is ready wait. */
export class Reception {
  #parts: SessionParts | null = null;
  #waiting: Socket[] = [];

  /** From now on visitors are served. */
  open(parts: SessionParts): void {
    this.#parts = parts;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const visitor of waiting.filter(({ destroyed }) => !destroyed)) this.receive(visitor);
  }

  receive(visitor: Socket): void {
    if (this.#parts === null) this.#waiting.push(visitor);
    else void serve(visitor, this.#parts);
  }
}

async function serve(visitor: Socket, parts: SessionParts): Promise<void> {
  const send = (reply: Reply): void => {
    if (visitor.writable) visitor.write(`${JSON.stringify(reply)}\n`);
  };
  const gone = new AbortController();
  visitor.on('close', () => gone.abort());
  try {
    const { by, words } = await firstLine(visitor);
    const visiting: Visitor = {
      ...{ by, words },
      say: (message) => send({ message }),
      complain: (complaint) => send({ complaint }),
      print: (output) => send({ output }),
    };
    send({ exit: await session(parts, visiting, gone.signal) });
  } catch (error) {
    send({ complaint: note(error instanceof Error ? error.message : 'That could not be done.') });
    send({ exit: EXIT.failed });
  }
  visitor.end();
}

async function firstLine(visitor: Socket): Promise<Request> {
  const lines = createInterface({ input: visitor });
  return new Promise((resolve, reject) => {
    lines.once('line', (line) => {
      const read = request.safeParse(parsed(line));
      if (read.success) resolve(read.data);
      else reject(new Error('The bot did not understand the terminal program; are both of the same version?'));
    });
    visitor.once('close', () => reject(new Error('the visitor left')));
    // It repeats what goes wrong with the visitor, at any time; unheard, that would end the bot.
    lines.on('error', () => visitor.destroy());
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
