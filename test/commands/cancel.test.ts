import { expect, test } from '@jest/globals';
import { interpret } from '../../commands/index.js';
import type { Look } from '../../commands/command.js';
import { rights } from './place.js';

const row = { incident: 'INC-1', service: 'api', runbook: 'api-down', channel: 'C1' };
const look = {
  list: () => Promise.resolve([row]),
  find: () => Promise.resolve(row),
  runbooks: () => [],
} as unknown as Look;

test.each([
  ['ask <@U1|kim> in <#C2|ops>', 'ask @kim in #ops'],
  ['<!channel> look', '@channel look'],
  ['password=hunter2 leaked', 'password=••• leaked'],
])('a reason like %s is kept as people read it, without secrets', async (said, kept) => {
  const answer = await interpret(`cancel ${said}`, {
    by: 'slack:U1',
    channel: 'C1',
    look,
    rights: rights(false, false),
  });
  expect(answer).toMatchObject({ wish: { command: { do: 'close', reason: kept } } });
});
