import type { PageService } from '../playground/page-server/protocol.js';
import { services } from './images.js';

const FORMAT = '{{.Label "com.docker.compose.service"}}\t{{.State}}\t{{.Status}}';

/** What `docker ps` must be asked for `readStates`. */
export function statesQuestion(project: string): readonly string[] {
  return ['ps', '-a', '--filter', `label=com.docker.compose.project=${project}`, '--format', FORMAT];
}

/** The state of every service of the demo, from what `docker ps` said; `gone` where there is no container. */
export function readStates(listed: string): PageService[] {
  const rows = listed.split('\n').map((line) => line.split('\t'));
  return services.map((name) => {
    const [, state = '', status = ''] = rows.find(([service]) => service === name) ?? [];
    const shown = shownState(state, status);
    return { name, state: shown, well: shown === 'running' || shown === 'healthy' };
  });
}

function shownState(state: string, status: string): string {
  if (state === '') return 'gone';
  if (state === 'exited') return `exited ${/\(\d+\)/.exec(status)?.[0] ?? ''}`.trim();
  if (state === 'created') return 'not started';
  if (state !== 'running') return state;
  const health = /\((healthy|unhealthy|health: starting)\)/.exec(status)?.[1];
  return health === undefined ? 'running' : health.replace('health: ', '');
}
