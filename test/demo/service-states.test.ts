import { expect, test } from '@jest/globals';
import { groups, groupOf } from '../../demo/faults/groups.js';
import { faults } from '../../demo/faults/index.js';
import { readStates } from '../../demo/service-states.js';

test('the state of each service is read from what docker ps says, in a word', () => {
  const listed = [
    'api\trunning\tUp 5 minutes (unhealthy)',
    'frontend\trunning\tUp 5 minutes',
    'postgres\texited\tExited (137) 3 seconds ago',
    'redis\tpaused\tUp 5 minutes (healthy) (Paused)',
    'other\trunning\tUp 1 second',
    '',
  ];
  expect(readStates(listed.join('\n'))).toEqual([
    { name: 'api', state: 'unhealthy', well: false },
    { name: 'frontend', state: 'running', well: true },
    { name: 'postgres', state: 'exited (137)', well: false },
    { name: 'redis', state: 'paused', well: false },
    { name: 'prometheus', state: 'gone', well: false },
  ]);
});

test.each([
  ['running', 'Up 3 seconds (health: starting)', 'starting', false],
  ['running', 'Up 3 seconds (healthy)', 'healthy', true],
  ['restarting', 'Restarting (1) 2 seconds ago', 'restarting', false],
  ['created', 'Created', 'not started', false],
  ['exited', 'Exited (0) 2 hours ago', 'exited (0)', false],
])('%s, %s is shown as %s', (state, status, shown, well) => {
  expect(readStates(`api\t${state}\t${status}`)[0]).toEqual({ name: 'api', state: shown, well });
});

test('every fault is in one group, and no group names a fault that does not exist', () => {
  const names = faults.map(({ name }) => name).sort();
  expect(Object.values(groups).flat().sort()).toEqual(names);
  expect(groupOf('oom')).toBe('The container');
  expect(() => groupOf('earthquake')).toThrow('earthquake');
});
