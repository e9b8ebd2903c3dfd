import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import { freePorts } from '../../demo/ports.js';
import { certificate, type Certificate } from './certificates.js';

/** A server on a free port of loopback, with a way to end it and all its connections. */
export interface Started {
  readonly port: number;
  close(): Promise<void>;
}

export async function startHttp(answer: http.RequestListener): Promise<Started> {
  return start(http.createServer(answer));
}

export async function startTcp(answer: (socket: net.Socket) => void): Promise<Started> {
  return start(net.createServer(answer));
}

export async function startHttps(name: Certificate, answer: http.RequestListener): Promise<Started> {
  return start(https.createServer(certificate(name), answer));
}

export async function startTls(name: Certificate, answer: (socket: net.Socket) => void): Promise<Started> {
  return start(tls.createServer(certificate(name), answer));
}

/** A port where nobody listens, and nobody will: systems take others for those that do not choose. */
export async function closedPort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}

async function start(server: net.Server): Promise<Started> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    socket.on('error', () => undefined);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
