import { remediesOff } from '../config-people.js';
import type { Config, ConfigSurvey } from '../config.js';
import { ok, worthKnowing, wrong, type Line } from './line.js';

const ABOUT = 'Configuration';
const REMEDIES = 'Remedies';

/** Lines about the environment and config.yml: one for each thing that is wrong. */
export function settingsLines({ config, problems }: ConfigSurvey): Line[] {
  if (problems.length === 0) {
    const services = counted(Object.keys(config.services).length, 'service');
    const hosts = counted(Object.keys(config.dockerHosts).length, 'Docker host');
    return [ok(ABOUT, `${services}, ${hosts}`), remedyLine(config)];
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

/** Problems of a file begin with its name, those of the environment with the name of a variable. */
function mendOf(problem: string): string {
  return /^[A-Z_]+( or [A-Z_]+)?: /.test(problem)
    ? 'it is set in the environment or in .env'
    : 'config.example.yml shows what is right';
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
