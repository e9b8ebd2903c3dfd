import { remediesOff } from '../config-people.js';
import type { Config, ConfigSurvey } from '../config.js';
import { ok, worthKnowing, wrong, type Line } from './line.js';

const ABOUT = 'Configuration';
const REMEDIES = 'Remedies';
const DAY_MS = 86_400_000;

/** Lines about the environment and config.yml: one for each thing that is wrong. */
export function settingsLines({ config, problems }: ConfigSurvey): Line[] {
  if (problems.length === 0) {
    const services = counted(Object.keys(config.services).length, 'service');
    const hosts = counted(Object.keys(config.dockerHosts).length, 'Docker host');
    return [
      ok(ABOUT, `${services}, ${hosts}`),
      remedyLine(config),
      onCallLine(config),
      alertLine(config),
      recordLine(config),
    ];
  }
  return problems.map((problem) => wrong(ABOUT, problem, mendOf(problem)));
}

/** Whether the bot may act, and who lets it. */
function remedyLine({ mode, approval }: Config): Line {
  const off = remediesOff(mode, approval);
  if (off !== null)
    return worthKnowing(
      REMEDIES,
      `off: ${off}`,
      mode === 'observe' ? null : 'config.example.yml shows how to name them',
    );
  const glass = approval?.breakGlass ?? null;
  return ok(REMEDIES, `${approval?.approvers ?? ''} approve, ${glass === null ? 'nobody' : glass} may break the glass`);
}

/** Whether anybody is reminded while an incident waits for somebody to take it on. */
function onCallLine({ incidents: { onCall } }: Config): Line {
  const about = 'On call';
  if (onCall !== null) return ok(about, `${onCall} is reminded where nobody acknowledges in time`);
  return worthKnowing(
    about,
    'nobody is reminded where nobody acknowledges in time',
    'name a party under incidents.on_call in config.yml',
  );
}

/** Whether alerts open incidents, and where. */
function alertLine({ alertToken, incidents: { alertsChannel } }: Config): Line {
  const about = 'Alerts';
  if (alertToken === null)
    return worthKnowing(
      about,
      'open no incidents: ALERT_TOKEN is not set',
      'README.md shows how Alertmanager sends them',
    );
  if (alertsChannel !== null) return ok(about, `open incidents in ${alertsChannel}`);
  return worthKnowing(
    about,
    'open incidents that have no channel until somebody asks in one',
    'name a channel under incidents.alerts_channel in config.yml',
  );
}

/** What is kept of past incidents, and after which template their document is written. */
function recordLine({ report: { template }, retention: { detailMs } }: Config): Line {
  const kept =
    detailMs === null ? 'all is kept for good' : `detail is removed after ${Math.round(detailMs / DAY_MS)} days`;
  return ok('Record', `${kept}; documents are written after ${template ?? "the bot's own template"}`);
}

/** Problems of a file begin with its name, those of the environment with the name of a variable. */
function mendOf(problem: string): string {
  return /^[A-Z_]+( or [A-Z_]+)?: /.test(problem)
    ? 'it is set in the environment or in .env'
    : 'config.example.yml shows what is right';
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
