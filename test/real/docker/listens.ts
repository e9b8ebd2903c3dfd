import { once } from 'node:events';
import { connect } from 'node:net';

/** True when a connection to this port of loopback, or to this socket's path, is taken: a path is there before anybody listens. */
export async function listens(at: number | string): Promise<boolean> {
  const socket = typeof at === 'number' ? connect(at, '127.0.0.1') : connect(at);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
