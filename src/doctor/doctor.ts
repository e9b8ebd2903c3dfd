import { surveyConfig, type Config, type ConfigSurvey } from '../config.js';
import type { Surroundings } from '../runbook/read.js';
import { dataFolderLines } from './data-folder.js';
import { databaseLines } from './database.js';
import { dockerLines } from './docker.js';
import { skipped, wrong, type Line } from './line.js';
import { manifestScopes } from './manifest.js';
import { portLine } from './port.js';
import { askAll, type Question } from './question.js';
import { shown } from './report.js';
import { runbookLines } from './runbooks.js';
import { settingsLines } from './settings.js';
import { slackLines } from './slack.js';

/** No question takes longer, ms. */
const LIMIT_MS = 10_000;

type Environment = Readonly<Record<string, string | undefined>>;

export interface DoctorOptions {
  readonly environment: Environment;
  /** What runbooks are read against. */
  readonly surroundingsOf: (config: Config) => Surroundings;
  readonly now: () => Date;
}

/**
 * Looks at everything the bot needs, changes nothing, and needs no bot: all that is wrong, each with how to mend it. Reads what
 * `npm start` would read. Never throws for what is wrong, and shows no secret.
 */
export async function examine({ environment, surroundingsOf, now }: DoctorOptions): Promise<Line[]> {
  const survey = surveyConfig(environment);
  const { config, fileRead } = survey;
  const { databaseUrl, dataDir, http, runbooks: folder } = config;
  const lines = await askAll(
    [
      { about: 'Configuration', late: 'look at config.yml', ask: () => settingsLines(survey) },
      {
        about: 'Runbooks',
        late: 'look at the folder',
        ask: () => runbookLines({ folder, surroundings: surroundingsOf(config), servicesKnown: fileRead, now: now() }),
      },
      { about: 'Data folder', late: 'set DATA_DIR to a local disk', ask: () => dataFolderLines(dataDir, databaseUrl) },
      { about: 'Database', late: 'check DATABASE_URL', ask: () => databaseLines(databaseUrl, dataDir) },
      { about: 'Port', late: 'set PORT', ask: async (signal) => [await portLine(http.host, http.port, signal)] },
      slackQuestion(survey, environment),
      ...dockerQuestions(survey),
    ],
    LIMIT_MS,
  );
  return shown(lines, [...secretsOf(environment), ...config.secrets.known]);
}

function slackQuestion({ config: { slack, people, incidents } }: ConfigSurvey, environment: Environment): Question {
  const about = 'Slack';
  const late = 'check the network between this machine and Slack';
  if (slack !== null)
    return { about, late, ask: (signal) => slackLines({ slack, people, incidents, asked: manifestScopes() }, signal) };
  const tokens = [environment['SLACK_BOT_TOKEN'], environment['SLACK_APP_TOKEN'], environment['SLACK_SIGNING_SECRET']];
  const line = tokens.some((token) => token !== undefined && token !== '')
    ? skipped(about, 'its settings cannot be used as they are', 'mend the configuration first')
    : wrong(
        about,
        'SLACK_BOT_TOKEN is not set: npm start needs it, only the terminal program works without',
        'create the app from manifest.yml, and put SLACK_BOT_TOKEN and SLACK_APP_TOKEN into .env',
      );
  return { about, late, ask: () => [line] };
}

function dockerQuestions({ config: { dockerHosts, services }, fileRead }: ConfigSurvey): Question[] {
  const questions = Object.entries(dockerHosts).map(([name, host]): Question => {
    const here = Object.values(services).filter((service) => service.host === name);
    return {
      about: `Docker on host ${name}`,
      late: 'look at Docker on that host',
      ask: (signal) => dockerLines(name, host, here, signal),
    };
  });
  if (fileRead) return questions;
  const unread = skipped('Services', 'config.yml says which there are', 'mend config.yml first');
  return [...questions, { about: 'Services', late: '', ask: () => [unread] }];
}

/** Strings that no line may show, whatever quotes them. */
function secretsOf(environment: Environment): string[] {
  const { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, DATABASE_URL = '' } = environment;
  const password = URL.canParse(DATABASE_URL) ? new URL(DATABASE_URL).password : '';
  const given = [SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, password, decoded(password)];
  return given.flatMap((secret) => secret ?? []);
}

function decoded(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}
