import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePorts } from '../../../demo/ports.js';
import { startHaproxy } from './haproxy.js';
import { listens } from './listens.js';

/** What `dockerd --tlsverify` is to its clients: TLS, for those with a certificate of the same authority only. */
export interface TlsFront {
  /** As in DOCKER_HOST. */
  readonly host: string;
  close(): Promise<void>;
}

/** Passes on to the engine at this socket. `folder` holds ca.pem, cert.pem and key.pem of the server. */
export async function tlsFront(engine: string, folder: string): Promise<TlsFront> {
  const [cert, key] = await Promise.all(['cert.pem', 'key.pem'].map((file) => readFile(join(folder, file), 'utf8')));
  const both = join(folder, 'both.pem');
  await writeFile(both, `${cert}${key}`);
  const [port = 0] = await freePorts(1);
  const configuration = `
defaults
  mode tcp
  timeout connect 5s
  timeout client 1h
  timeout server 1h
listen docker
  bind 127.0.0.1:${port} ssl crt ${both} ca-file ${join(folder, 'ca.pem')} verify required
  server engine unix@${engine.replace(/^unix:\/\//, '')}
`;
  const close = await startHaproxy(configuration, () => listens(port));
  return { host: `tcp://127.0.0.1:${port}`, close };
}
