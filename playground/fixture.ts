import type { Manifest } from './manifest.js';
import type { WorkspaceOptions } from './options.js';

/**
 * The workspace of the demo and most tests: ada responds, sam and lee may approve, kim looks on, mallory belongs to
 * another organisation and shares one channel.
 */
export function acme(manifest: Manifest, changes: Partial<Omit<WorkspaceOptions, 'manifest'>> = {}): WorkspaceOptions {
  return {
    manifest,
    team: { name: 'Acme', domain: 'acme' },
    people: [
      { name: 'ada', realName: 'Ada' },
      { name: 'sam', realName: 'Sam' },
      { name: 'kim', realName: 'Kim' },
      { name: 'lee', realName: 'Lee' },
      { name: 'mallory', realName: 'Mallory', team: 'T0ELSEWHERE' },
    ],
    groups: [{ handle: 'api-approvers', name: 'API approvers', members: ['sam', 'lee'] }],
    channels: [
      { name: 'inc-api', members: ['ada', 'sam', 'kim', 'lee'], bot: true },
      { name: 'general', members: ['ada', 'sam', 'kim', 'lee'], bot: false },
      { name: 'private-ops', private: true, members: ['ada', 'sam'], bot: true },
      { name: 'partners', shared: true, members: ['ada', 'sam', 'mallory'], bot: true },
    ],
    ...changes,
  };
}
