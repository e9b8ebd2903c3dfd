import { expect, test } from '@jest/globals';
import { faults } from '../../../demo/faults/index.js';
import { dockerAt, dockerHost } from '../../../demo/docker.js';
import { program } from './program.js';

async function engine(): Promise<string> {
  return process.env['TEST_DOCKER_HOST'] ?? (await dockerHost());
}

test('npm run demo -- --once breaks a stack, shows the card and the right verdict, and leaves nothing behind', async () => {
  const project = `flow-demo-${process.pid}`;
  const host = await engine();
  const transport = process.env['TEST_TRANSPORT'] === 'socket' ? ['--socket'] : [];
  const words = ['--once', ...transport, '--project', project, 'stopped'];
  const { code, out, err } = await program('dist/demo/main.js', words, {
    DOCKER_HOST: host,
    INSTALL_DOCKER: '0',
  });
  expect(err).toBe('');
  expect(out).toContain('Breaking it (stopped): somebody stops the API container.');
  expect(out).toContain('ada types in #inc-api: /incident api-down');
  expect(out).toMatch(/🔴 api down: stopped by hand/);
  expect(out).toMatch(/stopped through Docker at \d\d:\d\d:\d\d, exit 0 \(Docker\)/);
  expect(out).toMatch(/Verdict after \d+ ms: 🔴 api down: stopped by hand\. That is right\./);
  expect(code).toBe(0);
  const docker = dockerAt(host);
  const mine = ['-q', '--filter', `label=com.docker.compose.project=${project}`];
  for (const kind of [
    ['ps', '-a'],
    ['network', 'ls'],
    ['volume', 'ls'],
  ])
    expect(await docker.run([...kind, ...mine])).toBe('');
});

test.each([
  [
    ['--onec'],
    /Unknown option '--onec'[\s\S]*Usage: npm run demo -- \[--once\] \[--socket\] \[--project NAME\] \[FAULT\]/,
  ],
  [
    ['earthquake'],
    new RegExp(`^There is no fault earthquake\\. There are: ${faults.map(({ name }) => name).join(', ')}\\.$`, 'm'),
  ],
  [['stopped', 'oom'], /^Only one fault is broken first, not stopped and oom\.$/m],
])('npm run demo -- %j says what is wrong before it starts anything', async (words, says) => {
  const { code, out, err } = await program('dist/demo/main.js', words, {
    DOCKER_HOST: await engine(),
    INSTALL_DOCKER: '0',
  });
  expect(err).toMatch(says);
  expect(out).toBe('');
  expect(code).toBe(1);
});
