import { z } from 'zod';

const text = z.string().min(1);
const port = z.coerce.number().int().min(0).max(65_535);

/** The variables the bot reads. */
export const environmentSchema = z.object({
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', 'must be a bot token, which starts with xoxb-').optional(),
  SLACK_SIGNING_SECRET: text.optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'must be an app token, which starts with xapp-').optional(),
  SLACK_API_URL: z.url().optional(),
  PORT: port.default(3000),
  HOST: text.default('0.0.0.0'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
    .optional(),
  DATA_DIR: text.default('./data'),
  CONFIG: text.default('./config.yml'),
  RUNBOOKS: text.default('./runbooks'),
  ALERT_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

/** Variables by name, as the process got them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How the bot reaches Slack: events arrive over a socket it opens, or over HTTP. */
export interface SlackConfig {
  readonly botToken: string;
  readonly signingSecret: string | null;
  readonly appToken: string | null;
  readonly apiUrl: string | null;
  /** Channels shared with other organisations in which the bot answers all the same. */
  readonly sharedChannels: readonly string[];
}

/** Slack's settings come together or not at all. */
export function slackProblems({ SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_APP_TOKEN }: Environment): string[] {
  const transport = SLACK_SIGNING_SECRET ?? SLACK_APP_TOKEN;
  if (SLACK_BOT_TOKEN === undefined && transport !== undefined)
    return [
      'SLACK_BOT_TOKEN: is missing; the other Slack settings need it (OAuth & Permissions, Bot User OAuth Token)',
    ];
  if (SLACK_BOT_TOKEN !== undefined && transport === undefined)
    return [
      'SLACK_APP_TOKEN or SLACK_SIGNING_SECRET: one of them is needed; the app token for Socket Mode (the default), the signing secret for HTTP',
    ];
  return [];
}

/** How the bot reaches Slack; null where it is not told to. */
export function slackOf(env: z.infer<typeof environmentSchema>, sharedChannels: readonly string[]): SlackConfig | null {
  const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_APP_TOKEN, SLACK_API_URL } = env;
  if (SLACK_BOT_TOKEN === undefined) return null;
  return {
    botToken: SLACK_BOT_TOKEN,
    signingSecret: SLACK_SIGNING_SECRET ?? null,
    appToken: SLACK_APP_TOKEN ?? null,
    apiUrl: SLACK_API_URL ?? null,
    sharedChannels,
  };
}
