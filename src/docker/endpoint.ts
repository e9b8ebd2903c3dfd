import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { CERTIFICATE_FILES, DEFAULT_SOCKET, readDockerAddress, type DockerHost } from '../docker-host.js';
import { UserError } from '../errors.js';
import { SshAgent } from './ssh-agent.js';
import { openTunnel } from './ssh-tunnel.js';

/** How to reach one engine. `address` is fit for people: it holds no login. */
export interface Endpoint {
  readonly address: string;
  readonly agent: http.Agent;
  readonly connection:
    | { readonly socketPath: string }
    | { readonly protocol: 'http' | 'https'; readonly host: string; readonly port: number };
  /** Ends what is kept for the way there; settles when it has ended. */
  close(): Promise<void>;
}

/** Understands a Docker host; connects nothing yet. Throws `UserError('config_invalid')` naming the host and what would have been right. */
export function openEndpoint(name: string, docker: DockerHost): Endpoint {
  const address = readDockerAddress(docker.host ?? `unix://${DEFAULT_SOCKET}`);
  if (typeof address === 'string') throw new UserError('config_invalid', `Docker host ${name} ${address}.`);
  if (address.kind === 'unix')
    return {
      address: `unix://${address.path}`,
      connection: { socketPath: address.path },
      agent: terse(new http.Agent({ keepAlive: false })),
      close: () => Promise.resolve(),
    };
  if (address.kind === 'tcp') return tcpEndpoint(name, address, docker);
  const tunnel = openTunnel({ ...address, configFile: docker.sshConfig ?? null });
  return {
    address: tunnel.address,
    // What is connected is the tunnel; the name stands in a header that no engine reads.
    connection: { protocol: 'http', host: 'docker', port: 80 },
    agent: terse(new SshAgent(tunnel)),
    close: () => tunnel.close(),
  };
}

function tcpEndpoint(
  name: string,
  { host, port: said }: { readonly host: string; readonly port: number | null },
  docker: DockerHost,
): Endpoint {
  const secure = docker.certPath !== undefined || docker.tlsVerify === true;
  const port = said ?? (secure ? 2376 : 2375);
  return {
    address: `tcp://${host.includes(':') ? `[${host}]` : host}:${port}`,
    connection: { protocol: secure ? 'https' : 'http', host, port },
    agent: terse(secure ? tlsAgent(name, docker) : new http.Agent({ keepAlive: false })),
    close: () => Promise.resolve(),
  };
}

/** docker-modem spells out every request for its debug log, read or not: with an agent, that is every open socket to its last buffer. */
function terse<A extends http.Agent>(agent: A): A {
  return Object.defineProperty(agent, inspect.custom, { value: () => 'Agent' });
}

function tlsAgent(name: string, docker: DockerHost): https.Agent {
  const folder = docker.certPath ?? join(homedir(), '.docker');
  const [ca, cert, key] = CERTIFICATE_FILES.map((file) => readCertificate(name, join(folder, file)));
  return new https.Agent({ keepAlive: false, ca, cert, key, rejectUnauthorized: docker.tlsVerify === true });
}

function readCertificate(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const where = name === 'local' ? 'DOCKER_CERT_PATH' : `cert_path of ${name} in config.yml`;
    const message = `Docker host ${name} wants TLS, but ${file} cannot be read: check ${where}.`;
    throw new UserError('config_invalid', message, { cause });
  }
}
