import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../demo/command.js';
import { freePorts } from '../../../demo/ports.js';
import { until } from '../../until.js';
import { serverProgram } from '../../../scripts/server-program.js';
import { listens } from './listens.js';

/** sshd separates privileges: only root can start one that lets anybody in. */
export const sshdIsHere = process.getuid?.() === 0 && serverProgram('sshd') !== null;

/** An ssh server on loopback with keys of its own, for whoever runs the tests. */
export interface Sshd {
  /** `ssh://…` with no path. */
  readonly host: string;
  /** For a client: its key, and this server's as the only known one. */
  readonly configFile: string;
  /** Every connection breaks and new ones are refused. */
  stop(): Promise<void>;
  /** Does nothing where it runs. */
  start(): Promise<void>;
}

/** @param folder empty, for its files. @param restriction what stands before the key in authorized_keys. */
export async function openSshd(folder: string, restriction = ''): Promise<Sshd> {
  const program = serverProgram('sshd');
  if (program === null) throw new Error('there is no sshd');
  const [port = 0] = await freePorts(1);
  const at = (file: string): string => join(folder, file);
  for (const key of ['host', 'client']) await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(key)]);
  const [host, client] = await Promise.all(['host.pub', 'client.pub'].map((file) => readFile(at(file), 'utf8')));
  await writeFile(at('authorized_keys'), `${restriction} ${client}`);
  await writeFile(at('known_hosts'), `[127.0.0.1]:${port} ${host}`);
  await writeFile(at('sshd_config'), serverConfig(port, folder));
  await writeFile(at('ssh_config'), clientConfig(folder));
  await chmod(folder, 0o755);
  await writeFile(at('passwd'), await usersWithSshd());

  let runs = false;
  let end = (): Promise<void> => Promise.resolve();
  const sshd: Sshd = {
    host: `ssh://${userInfo().username}@127.0.0.1:${port}`,
    configFile: at('ssh_config'),
    start: async () => {
      if (runs) return;
      runs = true;
      const server = [program.path, '-D', '-f', at('sshd_config'), '-E', at('log')];
      const args = ['--mount', 'sh', '-c', IN_ITS_OWN_VIEW, 'sh', at('passwd'), ...server];
      const child = spawn('unshare', args, { env: program.env, stdio: 'ignore' });
      const ended = once(child, 'close');
      end = async () => {
        runs = false;
        // Its children are connections.
        if (child.pid !== undefined) await run('pkill', ['-KILL', '-P', String(child.pid)]).catch(() => undefined);
        child.kill('SIGKILL');
        await ended;
      };
      await until(async () => listens(port), 'sshd listens');
    },
    stop: async () => end(),
  };
  await sshd.start();
  return sshd;
}

/**
 * sshd wants a user of its own and an empty folder, which only its installation makes: it gets to see them, nobody else does.
 * It takes the list of users, then the program.
 */
const IN_ITS_OWN_VIEW = `mount --bind "$1" /etc/passwd && mkdir -p /run/sshd && shift && exec "$@"`;

async function usersWithSshd(): Promise<string> {
  const users = await readFile('/etc/passwd', 'utf8');
  return /^sshd:/m.test(users) ? users : `${users}sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin\n`;
}

function serverConfig(port: number, folder: string): string {
  return `ListenAddress 127.0.0.1:${port}
HostKey ${folder}/host
AuthorizedKeysFile ${folder}/authorized_keys
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin prohibit-password
`;
}

function clientConfig(folder: string): string {
  return `IdentityFile ${folder}/client
IdentitiesOnly yes
UserKnownHostsFile ${folder}/known_hosts
`;
}
