import { describe, expect, test } from '@jest/globals';
import { CannotLook } from '../../src/checks/check.js';
import type { ContainerState } from '../../src/checks/containers.js';
import { ContainerGone, lookAtContainer } from '../../src/checks/look-at-container.js';
import { never, state, world } from './builders.js';

/** A world in which these containers are found one after another; the last one stays. */
function finding(...ids: (string | null)[]) {
  let asked = 0;
  const find = (): Promise<ContainerState | null> => {
    const id = ids[Math.min(asked, ids.length - 1)] ?? null;
    asked += 1;
    return Promise.resolve(id === null ? null : state({ id, name: id }));
  };
  return world(null, { find });
}

const gone = (name: string) => (container: ContainerState) =>
  container.id === name ? Promise.reject(new ContainerGone(name, 'the test looked')) : Promise.resolve(container.id);

describe('looking at a container', () => {
  test('looks at the one that took its place', async () => {
    await expect(lookAtContainer(finding('old', 'new'), never, gone('old'))).resolves.toBe('new');
  });

  test('says that there is none, also when it went without a successor', async () => {
    await expect(lookAtContainer(finding(null), never, gone('old'))).resolves.toBeNull();
    await expect(lookAtContainer(finding('old', null), never, gone('old'))).resolves.toBeNull();
  });

  test('looks twice at most', async () => {
    const looked = lookAtContainer(finding('old', 'old', 'new'), never, gone('old'));
    await expect(looked).rejects.toThrow('old was removed while the test looked');
  });

  test('does not try again what failed for another reason', async () => {
    let looks = 0;
    const look = (): Promise<never> => {
      looks += 1;
      return Promise.reject(new CannotLook('Docker gave no answer'));
    };
    await expect(lookAtContainer(finding('one'), never, look)).rejects.toThrow('Docker gave no answer');
    expect(looks).toBe(1);
  });
});
