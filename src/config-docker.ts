import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { CERTIFICATE_FILES, dockerHostFromEnv, readDockerAddress, type DockerHost } from './docker-host.js';
import { instead } from './text/nearest.js';

const text = z.string().min(1);

/** The options that only one kind of address has. */
const SCHEME_OF = { cert_path: 'tcp://', tls_verify: 'tcp://', ssh_config: 'ssh://' } as const;

/** One host of config.yml. Its certificates are looked for at once: a bot that starts has them. */
const hostSchema = z
  .strictObject({
    host: text.superRefine((address, context) => {
      const read = readDockerAddress(address);
      if (typeof read === 'string') context.addIssue(read);
    }),
    cert_path: text
      .superRefine((folder, context) => unreadable(folder).forEach((problem) => context.addIssue(problem)))
      .optional(),
    tls_verify: z.boolean().optional(),
    ssh_config: text.refine(readable, { error: ({ input }) => `${String(input)} cannot be read` }).optional(),
  })
  .superRefine(({ host, ...options }, context) => {
    const wrong = (key: string, message: string): void => context.addIssue({ code: 'custom', path: [key], message });
    for (const [key, scheme] of Object.entries(SCHEME_OF))
      if (key in options && !host.startsWith(scheme)) wrong(key, `is for ${scheme} only; leave it out`);
    if (host.startsWith('tcp://') && options.tls_verify !== undefined && options.cert_path === undefined)
      wrong('tls_verify', `needs cert_path: a folder with ${CERTIFICATE_FILES.join(', ')}`);
  });

/** The part of config.yml under `docker:`. */
export const dockerSchema = z.strictObject({
  hosts: z
    .record(
      z
        .string()
        .regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and -')
        .refine((name) => name !== 'local', 'is the engine that DOCKER_HOST names; choose another name'),
      hostSchema,
    )
    .default({}),
});

/** A service's `host:`, one of these names. */
export function hostNameSchema(known: readonly string[]): z.ZodType<string, string> {
  return z.string().refine((name) => known.includes(name), {
    error: ({ input }) => `is no Docker host of config.yml${instead(String(input), known, 'Known hosts:')}`,
  });
}

/** The names that services may use, from a config.yml not yet checked. */
export function namedHosts(file: unknown): readonly string[] {
  const named = z.object({ docker: z.object({ hosts: z.record(z.string(), z.unknown()) }) }).safeParse(file);
  return ['local', ...(named.success ? Object.keys(named.data.docker.hosts) : [])];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** All Docker hosts by name: `local` from the environment, the others from config.yml. TLS is verified there unless it says otherwise. */
export function dockerHosts(
  environment: Environment,
  { hosts }: z.infer<typeof dockerSchema>,
): Readonly<Record<string, DockerHost>> {
  const named = Object.entries(hosts).map(([name, written]) => [name, dockerHost(written)] as const);
  return { local: dockerHostFromEnv(environment), ...Object.fromEntries(named) };
}

function dockerHost({
  host,
  cert_path: certPath,
  tls_verify: verify,
  ssh_config,
}: z.infer<typeof hostSchema>): DockerHost {
  return { host, certPath, tlsVerify: certPath === undefined ? undefined : (verify ?? true), sshConfig: ssh_config };
}

/** What is wrong in DOCKER_HOST and DOCKER_CERT_PATH. */
export function dockerEnvironmentProblems(environment: Environment): string[] {
  const { host, certPath, tlsVerify } = dockerHostFromEnv(environment);
  const read = host === undefined ? null : readDockerAddress(host);
  if (typeof read === 'string') return [`DOCKER_HOST: ${read}`];
  const secure = certPath !== undefined || tlsVerify === true;
  if (read?.kind !== 'tcp' || !secure) return [];
  return unreadable(certPath ?? join(homedir(), '.docker')).map((problem) => `DOCKER_CERT_PATH: ${problem}`);
}

function unreadable(folder: string): string[] {
  const files = CERTIFICATE_FILES.map((name) => join(folder, name)).filter((file) => !readable(file));
  return files.length === 0 ? [] : [`${files.join(' and ')} cannot be read; TLS needs ${CERTIFICATE_FILES.join(', ')}`];
}

function readable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
