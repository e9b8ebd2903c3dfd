/** Where a Docker engine listens, in the words of Docker's own client. */
export interface DockerHost {
  /** `unix:///var/run/docker.sock` (the default), `tcp://host:port` or `ssh://user@host`. */
  readonly host?: string | undefined;
  /** Folder with ca.pem, cert.pem and key.pem: speaks TLS. Only for tcp://. */
  readonly certPath?: string | undefined;
  /** Speaks TLS and refuses an engine whose certificate ca.pem did not sign. Only for tcp://. */
  readonly tlsVerify?: boolean | undefined;
  /** A file for ssh's -F instead of the user's and the system's configuration. Only for ssh://. */
  readonly sshConfig?: string | undefined;
}

/** An address taken apart. Without a port, tcp:// and ssh:// use their usual one. */
export type DockerAddress =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number | null }
  | {
      readonly kind: 'ssh';
      readonly user: string | null;
      readonly host: string;
      readonly port: number | null;
      /** The engine's socket over there. */
      readonly path: string;
    };

export const DEFAULT_SOCKET = '/var/run/docker.sock';
/** What a client reads from the folder of its certificates. */
export const CERTIFICATE_FILES = ['ca.pem', 'cert.pem', 'key.pem'] as const;

const FORMS = 'the bot knows unix:///path/to/docker.sock, tcp://host:port and ssh://user@host';

/** Reads DOCKER_HOST, DOCKER_CERT_PATH and DOCKER_TLS_VERIFY (any text but the empty one is yes) as Docker's client does. */
export function dockerHostFromEnv(env: Readonly<Record<string, string | undefined>>): DockerHost {
  return {
    host: env['DOCKER_HOST'] || undefined,
    certPath: env['DOCKER_CERT_PATH'] || undefined,
    tlsVerify: (env['DOCKER_TLS_VERIFY'] ?? '') !== '',
  };
}

/** Takes an address apart; a sentence about what is wrong with it, without its subject, where it is none. */
export function readDockerAddress(address: string): DockerAddress | string {
  if (address.startsWith('unix://')) return unixAddress(address.slice('unix://'.length));
  if (address.startsWith('tcp://')) return tcpAddress(address);
  if (address.startsWith('ssh://')) return sshAddress(address);
  const scheme = address.includes('://') ? address.slice(0, address.indexOf('://') + 3) : 'no scheme';
  return `has an address with ${scheme}; ${FORMS}`;
}

function unixAddress(path: string): DockerAddress | string {
  return path.startsWith('/') ? { kind: 'unix', path } : `needs an absolute path after unix://, not "${path}"`;
}

function tcpAddress(address: string): DockerAddress | string {
  const url = urlOf(address);
  if (url === null) return 'needs an address like tcp://docker.example.com:2376';
  return { kind: 'tcp', host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: portOf(url) };
}

function sshAddress(address: string): DockerAddress | string {
  const url = urlOf(address);
  if (url === null || url.search !== '' || url.hash !== '')
    return 'needs an address like ssh://user@docker.example.com';
  if (url.password !== '') return 'has a password in its address; ssh takes keys only, so leave the password out';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  // A word that begins with a hyphen would be an option to ssh.
  if (!/^[\w:][\w.:-]*$/.test(host) || !/^(\w[\w.-]*)?$/.test(url.username))
    return 'needs an address like ssh://user@docker.example.com';
  const path = url.pathname === '' || url.pathname === '/' ? DEFAULT_SOCKET : url.pathname;
  if (!/^\/[\w./-]+$/.test(path)) return `needs a plain path to the engine's socket, not "${path}"`;
  return { kind: 'ssh', user: url.username === '' ? null : url.username, host, port: portOf(url), path };
}

function urlOf(address: string): URL | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url === null || url.hostname === '' ? null : url;
}

function portOf(url: URL): number | null {
  return url.port === '' ? null : Number(url.port);
}
