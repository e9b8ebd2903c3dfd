import type { ChannelView } from '../../playground/channel-view.js';
import type { Channel, Message } from '../../playground/model.js';
import type { WorkspaceOptions } from '../../playground/options.js';
import type { Workspace } from '../../playground/workspace.js';
import type { Reconciler } from '../../src/slack/reconciler.js';
import { runbookOf } from '../engine/runbooks.js';
import { only, Stage, type ReconcilerOptions, type Theatre } from './stage.js';

export const RIGHTS = ['channels:manage', 'groups:write', 'bookmarks:read', 'bookmarks:write'];
/** What an incident's own channel is called today. */
export const NAME = `inc-${new Date().toISOString().slice(0, 10)}-api-down`;
export const GRAFANA = 'https://grafana.test/d/api';

const runbook = runbookOf({
  checks: ['front', 'back', 'disk'],
  more: { links: [{ title: 'Grafana', url: GRAFANA }] },
});

/** An incident opened by Ada in #inc-api, where incidents get channels of their own. */
export interface Own {
  readonly workspace: Workspace;
  readonly stage: Stage;
  readonly screen: Reconciler;
  /** Another life of the bot, with nothing remembered. */
  readonly again: () => Reconciler;
  readonly idOf: (who: string) => string;
  /** The channels of its name, and of the names like it. */
  readonly made: () => readonly Channel[];
  readonly card: () => Message;
}

export interface OwnOptions extends ReconcilerOptions {
  readonly rights?: readonly string[];
  readonly more?: Partial<WorkspaceOptions>;
}

export async function ownChannel(
  theatre: Theatre,
  { rights = RIGHTS, more = {}, ...rest }: OwnOptions = {},
): Promise<Own> {
  const scopes = ['users:read', 'usergroups:read', ...rights];
  const workspace = await theatre.bench.workspace({ scopes, limits: { enabled: false }, ...more });
  const parties = {
    'api-approvers': { name: 'api-approvers', groups: [workspace.group('api-approvers').id], users: [] },
  };
  const options: ReconcilerOptions = { parties, approvers: 'api-approvers', ...rest };
  const screen = theatre.screen(workspace, options);
  const stage = new Stage(screen, 'INC-1', { ownChannels: true, runbook });
  const made = (): readonly Channel[] =>
    ['', '-2', '-3'].flatMap((end) => existing(workspace, `${NAME}${end}`)?.info() ?? []);
  return {
    ...{ workspace, stage, screen, made },
    again: () => theatre.screen(workspace, options),
    idOf: (who) => workspace.person(who).id,
    card: () => only(workspace.channel(stage.state.home ?? '').messages()),
  };
}

function existing(workspace: Workspace, name: string): ChannelView | null {
  try {
    return workspace.channel(`#${name}`);
  } catch {
    return null;
  }
}

/** Ada types the command. */
export function open({ stage, workspace, idOf }: Own, channel = '#inc-api', drill = false): void {
  stage.open(idOf('ada'), workspace.channel(channel).id, drill);
}
