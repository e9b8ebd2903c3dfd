import type { ConfigSurvey } from '../config.js';
import { ok, wrong, type Line } from './line.js';

const ABOUT = 'Configuration';

/** Lines about the environment and config.yml: one for each thing that is wrong. */
export function settingsLines({ config, problems }: ConfigSurvey): Line[] {
  if (problems.length === 0)
    return [
      ok(
        ABOUT,
        `${counted(Object.keys(config.services).length, 'service')}, ${counted(Object.keys(config.dockerHosts).length, 'Docker host')}`,
      ),
    ];
  return problems.map((problem) => wrong(ABOUT, problem, mendOf(problem)));
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
