import http from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Tunnel } from './ssh-tunnel.js';

type Done = (error: Error | null, connection: Duplex) => void;

/** Opens every HTTP connection through a tunnel. */
export class SshAgent extends http.Agent {
  readonly #tunnel: Tunnel;

  constructor(tunnel: Tunnel) {
    super({ keepAlive: false });
    this.#tunnel = tunnel;
  }

  override createConnection({ signal }: http.ClientRequestArgs, done?: Done): null {
    let over = false;
    const settle = (error: Error | null, connection: Duplex): void => {
      if (over) connection.destroy();
      else done?.(error, connection);
      over = true;
    };
    // Node's types want a connection with an error too; this one leads nowhere.
    const fail = (error: Error): void => settle(error, new Socket());
    // Without this, a question given up would wait for the login.
    signal?.addEventListener('abort', () => fail(new Error('given up')), { once: true });
    this.#tunnel.connect().then((socket) => settle(null, socket), fail);
    return null;
  }
}
