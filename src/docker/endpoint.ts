import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { UserError } from '../errors.js';

/** Where a Docker engine listens, in the words of Docker's own client. */
export interface DockerHost {
  /** `unix:///var/run/docker.sock` (the default) or `tcp://host:port`. */
  readonly host?: string | undefined;
  /** Folder with ca.pem, cert.pem and key.pem: speaks TLS. */
  readonly certPath?: string | undefined;
  /** Speaks TLS and refuses an engine whose certificate ca.pem did not sign. */
  readonly tlsVerify?: boolean | undefined;
}

/** How to reach one engine. `address` is fit for people: it holds no login. */
export interface Endpoint {
  readonly address: string;
  readonly agent: http.Agent;
  readonly connection:
    | { readonly socketPath: string }
    | { readonly protocol: 'http' | 'https'; readonly host: string; readonly port: number };
}

/** Reads DOCKER_HOST, DOCKER_CERT_PATH and DOCKER_TLS_VERIFY (any text but the empty one is yes) as Docker's client does. */
export function dockerHostFromEnv(env: Readonly<Record<string, string | undefined>>): DockerHost {
  return {
    host: env['DOCKER_HOST'] || undefined,
    certPath: env['DOCKER_CERT_PATH'] || undefined,
    tlsVerify: (env['DOCKER_TLS_VERIFY'] ?? '') !== '',
  };
}

/** Understands a Docker host. Throws `UserError('config_invalid')` naming the host and what would have been right. */
export function openEndpoint(name: string, docker: DockerHost): Endpoint {
  const address = docker.host ?? 'unix:///var/run/docker.sock';
  if (address.startsWith('unix://')) return unixEndpoint(name, address);
  if (address.startsWith('tcp://')) return tcpEndpoint(name, address, docker);
  const scheme = address.includes('://') ? address.slice(0, address.indexOf('://') + 3) : 'no scheme';
  throw invalid(name, `has an address with ${scheme}; the bot knows unix:///path/to/docker.sock and tcp://host:port`);
}

function unixEndpoint(name: string, address: string): Endpoint {
  const socketPath = address.slice('unix://'.length);
  if (!socketPath.startsWith('/')) throw invalid(name, `needs an absolute path after unix://, not "${socketPath}"`);
  return { address, connection: { socketPath }, agent: terse(new http.Agent({ keepAlive: false })) };
}

function tcpEndpoint(name: string, address: string, docker: DockerHost): Endpoint {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || url.hostname === '') throw invalid(name, 'needs an address like tcp://docker.example.com:2376');
  const secure = docker.certPath !== undefined || docker.tlsVerify === true;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? (secure ? 2376 : 2375) : Number(url.port);
  return {
    address: `tcp://${url.hostname}:${port}`,
    connection: { protocol: secure ? 'https' : 'http', host, port },
    agent: terse(secure ? tlsAgent(name, docker) : new http.Agent({ keepAlive: false })),
  };
}

/** docker-modem spells out every request for its debug log, read or not: with an agent, that is every open socket to its last buffer. */
function terse(agent: http.Agent): http.Agent {
  return Object.defineProperty(agent, inspect.custom, { value: () => 'Agent' });
}

function tlsAgent(name: string, docker: DockerHost): https.Agent {
  const folder = docker.certPath ?? join(homedir(), '.docker');
  const [ca, cert, key] = ['ca.pem', 'cert.pem', 'key.pem'].map((file) => readCertificate(name, join(folder, file)));
  return new https.Agent({ keepAlive: false, ca, cert, key, rejectUnauthorized: docker.tlsVerify === true });
}

function readCertificate(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const message = `Docker host ${name} wants TLS, but ${file} cannot be read: check DOCKER_CERT_PATH.`;
    throw new UserError('config_invalid', message, { cause });
  }
}

function invalid(name: string, what: string): UserError {
  return new UserError('config_invalid', `Docker host ${name} ${what}.`);
}
