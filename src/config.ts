import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { ServiceTarget } from './checks/containers.js';
import { dockerEnvironmentProblems, dockerHosts, dockerSchema, hostNameSchema, namedHosts } from './config-docker.js';
import { incidentsOf, incidentsSchema, reportSchema, retentionSchema, secretsSchema } from './config-incidents.js';
import type { IncidentsConfig } from './config-incidents.js';
import { environmentSchema, slackOf, slackProblems } from './config-environment.js';
import type { Environment, SlackConfig } from './config-environment.js';
import { limitsSchema } from './config-limits.js';
import { approvalOf, approvalSchema, namedParties, partiesOf, peopleSchema } from './config-people.js';
import type { Approval, Mode, Party } from './config-people.js';
import type { DockerHost } from './docker-host.js';
import { UserError } from './errors.js';
import { formatProblem, readYaml } from './runbook/problems.js';
import { schemaProblems } from './runbook/schema-problems.js';
import { knownSecrets } from './text/known-secrets.js';
import type { Secrets } from './text/mask.js';

const text = z.string().min(1);
const identifier = z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and -');

/** Whether it is there is looked at when it is asked: a folder may be mounted later. */
const projectFolder = text.refine(isAbsolute, 'must be an absolute path, such as /srv/api');

const selector = z.union([
  z.strictObject({ compose: z.strictObject({ project: text, service: text }) }),
  z.strictObject({ name: text }),
  z.strictObject({ id: text }),
]);

/** config.yml: where services run, how they are reached, who may act. Strings may contain `${NAME}` from the environment. `hosts` and `parties` are those it names. */
const fileSchema = (hosts: readonly string[], parties: readonly string[]) =>
  z.strictObject({
    services: z.record(
      identifier,
      z.strictObject({
        host: hostNameSchema(hosts).default('local'),
        container: selector,
        project: projectFolder.nullable().default(null),
        values: z.record(z.string(), text).default({}),
      }),
    ),
    docker: dockerSchema.prefault({}),
    links: z.record(z.string(), text).default({}),
    slack: z.strictObject({ shared_channels: z.array(text).default([]) }).prefault({}),
    mode: z.enum(['act', 'observe']).default('act'),
    people: peopleSchema.default({}),
    approval: approvalSchema(parties).optional(),
    limits: limitsSchema.prefault({}),
    incidents: incidentsSchema(parties).prefault({}),
    report: reportSchema.prefault({}),
    retention: retentionSchema.prefault({}),
    secrets: secretsSchema.prefault({}),
  });
type ConfigFile = z.infer<ReturnType<typeof fileSchema>>;

export type { SlackConfig };

export interface ServiceConfig extends ServiceTarget {
  readonly values: Readonly<Record<string, string>>;
}

/** Everything the bot is told from outside, checked. */
export interface Config {
  readonly slack: SlackConfig | null;
  readonly http: { readonly host: string; readonly port: number };
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly runbooks: string;
  readonly logLevel: string;
  /** Docker hosts by name; `local` is the one a service runs on unless it says otherwise. */
  readonly dockerHosts: Readonly<Record<string, DockerHost>>;
  readonly services: Readonly<Record<string, ServiceConfig>>;
  readonly links: Readonly<Record<string, string>>;
  readonly mode: Mode;
  /** Parties by name. */
  readonly people: Readonly<Record<string, Party>>;
  /** Null where config.yml does not say who may approve: then remedies are off. */
  readonly approval: Approval | null;
  /** How far remedies may go; bytes. */
  readonly limits: { readonly memoryCeiling: number };
  readonly incidents: IncidentsConfig;
  /** What Alertmanager must show; null where alerts are not taken. */
  readonly alertToken: string | null;
  /** `template`: a file that replaces templates/post-incident.md; null for that one. */
  readonly report: { readonly template: string | null };
  /** How long the detail of a closed incident is kept, ms; null for good. */
  readonly retention: { readonly detailMs: number | null };
  /** What is a secret here, beside what looks like one. */
  readonly secrets: Secrets;
}

/** What could be read, and everything that could not. */
export interface ConfigSurvey {
  /** A wrong variable counts as unset, a config.yml that cannot be read as one without services. */
  readonly config: Config;
  readonly problems: readonly string[];
  /** False: what config.yml says is not known. */
  readonly fileRead: boolean;
}

/** Reads environment and config.yml. Throws one `UserError('config_invalid')` that names everything that is wrong. */
export function readConfig(environment: Environment): Config {
  const { config, problems } = surveyConfig(environment);
  if (problems.length > 0) throw invalid(problems);
  return config;
}

/** Reads environment and config.yml as far as they can be read. */
export function surveyConfig(environment: Environment): ConfigSurvey {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(present);
  const issues = parsed.success ? [] : parsed.error.issues;
  const problems = issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  problems.push(...slackProblems(present), ...dockerEnvironmentProblems(present));
  const read = readFile(present.CONFIG ?? './config.yml', environment, problems);
  const wrong = new Set(issues.map(({ path }) => String(path[0])));
  const sound = Object.fromEntries(Object.entries(present).filter(([name]) => !wrong.has(name)));
  const env = parsed.data ?? environmentSchema.parse(sound);
  const file = read ?? fileSchema([], []).parse({ services: {} });
  const config: Config = {
    slack: slackOf(env, file.slack.shared_channels),
    http: { host: env.HOST, port: env.PORT },
    databaseUrl: env.DATABASE_URL ?? null,
    dataDir: env.DATA_DIR,
    runbooks: env.RUNBOOKS,
    logLevel: env.LOG_LEVEL,
    dockerHosts: dockerHosts(present, file.docker),
    services: Object.fromEntries(Object.entries(file.services).map(([name, service]) => [name, { name, ...service }])),
    links: file.links,
    mode: file.mode,
    people: partiesOf(file.people),
    approval: approvalOf(file.approval),
    limits: { memoryCeiling: file.limits.memory_ceiling },
    incidents: incidentsOf(file.incidents),
    alertToken: env.ALERT_TOKEN ?? null,
    report: file.report,
    retention: { detailMs: file.retention.detail ?? null },
    secrets: { patterns: file.secrets.patterns, known: secretsOf(environment, file) },
  };
  return { config, problems, fileRead: read !== null };
}

/** The values a runbook of this service may use as `${…}`: `service`, `service.health`, `services.postgres.url`, and the links by name. */
export function valuesFor(config: Config, service: string): Readonly<Record<string, string>> | null {
  const own = Object.hasOwn(config.services, service) ? config.services[service] : undefined;
  if (own === undefined) return null;
  const all = Object.entries(config.services).flatMap(([name, { values }]) =>
    Object.entries(values).map(([key, url]) => [`services.${name}.${key}`, url]),
  );
  const mine = Object.entries(own.values).map(([key, url]) => [`service.${key}`, url]);
  return Object.fromEntries<string>([
    ...Object.entries(config.links),
    ...(all as [string, string][]),
    ...(mine as [string, string][]),
    ['service', service],
  ]);
}

/** What must not be shown, wherever it stands: secrets of the environment and of config.yml. */
function secretsOf(environment: Environment, { services, links }: ConfigFile): readonly string[] {
  const values = [links, ...Object.values(services).map((service) => service.values)].flatMap(Object.entries<string>);
  const set = Object.entries(environment).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return knownSecrets([...set, ...values], [...Object.keys(services), ...Object.values(services).flatMap(namesOf)]);
}

/** The words by which its container is found. */
function namesOf({ container }: ConfigFile['services'][string]): readonly string[] {
  return 'compose' in container ? Object.values(container.compose) : Object.values(container);
}

function readFile(path: string, environment: Environment, problems: string[]): ConfigFile | null {
  if (!existsSync(path)) {
    problems.push(`${path}: is not there; copy config.example.yml to it, or say where it is with CONFIG`);
    return null;
  }
  const yaml = readYaml(path, readFileSync(path, 'utf8'));
  problems.push(...yaml.problems.map(formatProblem));
  if (yaml.problems.length > 0) return null;
  const filled = fromEnvironment(yaml.value, environment, (name) =>
    problems.push(`${path}: \${${name}} is not set in the environment`),
  );
  const schema = fileSchema(namedHosts(filled), namedParties(filled));
  const parsed = schema.safeParse(filled);
  if (parsed.success) return parsed.data;
  problems.push(...schemaProblems(yaml, parsed.error, schema).map(formatProblem));
  return null;
}

function fromEnvironment(value: unknown, environment: Environment, missing: (name: string) => void): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$\{(\w+)\}/g, (place, name: string) => {
      const found = environment[name];
      if (found === undefined) missing(name);
      return found ?? place;
    });
  }
  if (Array.isArray(value)) return value.map((item) => fromEnvironment(item, environment, missing));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, fromEnvironment(item, environment, missing)]),
  );
}

function invalid(problems: readonly string[]): UserError {
  const count = problems.length === 1 ? 'One thing is' : `${problems.length} things are`;
  return new UserError(
    'config_invalid',
    `${count} wrong in the configuration; the bot does not start:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
  );
}
