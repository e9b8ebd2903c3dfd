import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { composeUp } from '../../../src/remedies/compose-up.js';
import { rebuild } from '../../../src/remedies/rebuild.js';
import { rollbackRelease } from '../../../src/remedies/rollback-release.js';
import { words } from '../../checks/builders.js';
import { composeFile, Project } from './project.js';

let project: Project;
beforeAll(async () => {
  project = await Project.open();
});
afterAll(() => project.close());

const head = (): string => project.git('log', '-1', '--format=%s');

describe('a service without a container', () => {
  test('is made and started as its Compose file says', async () => {
    const scene = project.stage(composeUp);
    const plan = await scene.plan();
    expect(await scene.settle(plan)).toMatchObject({ happened: 'no' });
    const name = `local/${project.name}`;
    expect(plan.holds).toEqual([`local/${project.folder} api`, `${name}-api-1`, `${name}_api_1`]);
    expect(plan.like).toMatch(/^docker[ -]compose -p \S+ up -d --no-deps api$/);
    const done = await scene.act(plan);
    expect([done.result, words(done.says)]).toEqual(['done', 'made and started api']);
    expect(scene.steps).toEqual(['making and starting api']);
    expect((await project.container())?.says).toBe('one');
    const made = await project.containers.find(project.service, new AbortController().signal);
    expect(plan.holds).toContain(`local/${made?.name ?? ''}`);
    expect(await scene.settle(plan)).toMatchObject({ happened: 'yes' });
    expect(await scene.impossible()).toMatch(/^api has a container, .+; it need only be started$/);
  });
});

describe('a rebuild', () => {
  test('makes the image and the container anew, and brings the output', async () => {
    const before = await project.container();
    project.release('two');
    const scene = project.stage(rebuild);
    const plan = await scene.plan();
    expect(words(plan.does)).toContain('without cache, 10 min at most; then its container is made anew');
    expect(await scene.settle(plan)).toMatchObject({ happened: 'maybe' });
    const done = await scene.act(plan);
    expect([done.result, words(done.says)]).toEqual(['done', 'built api, made and started api']);
    const after = await project.container();
    expect(after?.says).toBe('two');
    expect(after?.id).not.toBe(before?.id);
    expect(done.texts?.[0]).toMatchObject({ title: 'Output of step 1, building api', name: 'step-1.txt' });
    expect(await scene.settle(plan)).toMatchObject({ happened: 'yes' });
  });

  test('that cannot be built leaves the container as it is, and says so', async () => {
    const before = await project.container();
    project.release('three', 'RUN echo no such module >&2; exit 7');
    const scene = project.stage(rebuild, { no_cache: false });
    const done = await scene.act(await scene.plan());
    expect(done.result).toBe('failed');
    expect(words(done.says)).toMatch(
      /^building api failed: .+ ended with code 1 in .+ failed to build.*\. Done before: nothing; not begun: making and starting api$/,
    );
    expect(await project.container()).toEqual(before);
    project.git('reset', '--quiet', '--hard', 'HEAD^');
  });

  test('whose time is over does nothing', async () => {
    const before = await project.container();
    const scene = project.stage(rebuild);
    scene.tooLateAt = 1;
    expect((await scene.act(await scene.plan())).result).toBe('failed');
    expect(await project.container()).toEqual(before);
  });
});

describe('a rebuild is bound to what it would build', () => {
  const action = async (): Promise<string> => JSON.stringify((await project.stage(rebuild).plan()).action);

  test('to the commit, to changes, to the Compose file and its variables, and to the engine', async () => {
    const seen = [await action()];
    expect(await action()).toBe(seen[0]);
    expect(words((await project.stage(rebuild).plan()).does)).toMatch(
      / at [0-9a-f]{7}, on host local, without cache, /,
    );
    const note = async (): Promise<void> => {
      const now = await action();
      expect(seen).not.toContain(now);
      seen.push(now);
    };
    project.write('Dockerfile', 'FROM scratch\n');
    await note();
    project.git('commit', '--quiet', '--all', '--message', 'changed');
    await note();
    project.git('reset', '--quiet', '--hard', 'HEAD^');
    expect(await action()).toBe(seen[0]);
    const variable = 'labels: { dev.runbook-bot.test: "${RELEASE}" }';
    project.write('docker-compose.yml', composeFile('.').replace(/labels: .+/, variable));
    for (const release of ['one', 'two']) {
      project.write('.env', `RELEASE=${release}\n`);
      await note();
    }
    project.git('checkout', '--quiet', 'docker-compose.yml');
    project.git('clean', '--quiet', '--force', '.env');
    expect(seen[0]).toContain(`"engine":${JSON.stringify(project.docker.host)}`);
    expect(await action()).toBe(seen[0]);
  });
});

describe('a rollback to the release before', () => {
  test('checks it out, builds it and makes the container from it', async () => {
    const scene = project.stage(rollbackRelease);
    const plan = await scene.plan();
    expect(words(plan.does)).toMatch(
      / from [0-9a-f]{7} "release two" to [0-9a-f]{7} "release one"; then service api is built/,
    );
    expect(plan.undo).toMatch(/^git checkout main in .+ \(commit [0-9a-f]{7}\), then build and start again$/);
    const done = await scene.act(plan);
    expect([done.result, words(done.says)]).toEqual([
      'done',
      expect.stringMatching(/^checked out [0-9a-f]{7}, built api, made and started api$/),
    ]);
    expect([head(), (await project.container())?.says]).toEqual(['release one', 'one']);
    expect(await scene.settle(plan)).toMatchObject({ happened: 'yes' });
    expect(await scene.impossible()).toMatch(/has no earlier commit$/);
    project.git('checkout', '--quiet', 'main');
    expect(await scene.settle(plan)).toMatchObject({ happened: 'maybe' });
  });

  test('that cannot be built puts the folder back', async () => {
    const before = await project.container();
    project.release('broken', 'RUN exit 7');
    project.release('four');
    const scene = project.stage(rollbackRelease);
    const plan = await scene.plan();
    const done = await scene.act(plan);
    expect(done.result).toBe('failed');
    expect(words(done.says)).toMatch(/; the folder is back at main; the container was not touched$/);
    expect([head(), project.git('symbolic-ref', '--short', 'HEAD')]).toEqual(['release four', 'main']);
    expect(await project.container()).toEqual(before);
    expect(await scene.settle(plan)).toMatchObject({ happened: 'no' });
    const unlimited = JSON.stringify(plan.before).replace('"limitsHold":true', '"limitsHold":false');
    const seen = await scene.settle({ ...plan, before: z.json().parse(JSON.parse(unlimited)) });
    expect([seen.happened, words(seen.says)]).toEqual(['maybe', expect.stringMatching(/; Compose may still run$/)]);
  });

  test('to a commit by name, unless there is none or it is there already', async () => {
    expect(words((await project.stage(rollbackRelease, { to: 'main~2' }).plan()).does)).toContain('"release two"');
    expect(await project.stage(rollbackRelease, { to: 'nowhere' }).impossible()).toMatch(/has no commit nowhere$/);
    expect(await project.stage(rollbackRelease, { to: 'main' }).impossible()).toMatch(/is at [0-9a-f]{7} already$/);
  });

  test('is refused where files were changed and not committed', async () => {
    const scene = project.stage(rollbackRelease);
    const plan = await scene.plan();
    project.write('Dockerfile', 'FROM scratch\n');
    expect(await scene.impossible()).toBe(`${project.folder} has changes nobody committed: Dockerfile`);
    const done = await scene.act(plan);
    expect([done.result, words(done.says)]).toEqual([
      'failed',
      `${project.folder} has changes nobody committed: Dockerfile; nothing was done`,
    ]);
    project.git('checkout', '--quiet', 'Dockerfile');
  });

  test('is void when another commit is checked out by now', async () => {
    const scene = project.stage(rollbackRelease);
    const plan = await scene.plan();
    project.git('checkout', '--quiet', 'main~1');
    expect(words((await scene.act(plan)).says)).toMatch(/ now, no more at [0-9a-f]{7}; nothing was done$/);
    project.git('checkout', '--quiet', 'main');
  });
});

describe('Compose is not used', () => {
  test.each([
    ['without a project folder', null, 'config.yml names no project folder for api (project:)'],
    ['with one that is not there', '/nowhere', "there is no folder /nowhere on the bot's machine"],
  ])('%s', async (_how, folder, why) => {
    expect(await project.stage(rebuild, {}, { ...project.service, project: folder }).impossible()).toBe(why);
  });

  test('with a variable that is not set', async () => {
    project.write('docker-compose.yml', composeFile('.', 'environment: { KEY: "${NOBODY_SET_THIS}" }'));
    expect(await project.stage(rebuild).impossible()).toBe(
      `the Compose file in ${project.folder} needs NOBODY_SET_THIS, which is not set in its .env`,
    );
    project.write('.env', 'NOBODY_SET_THIS=correct-horse-battery\n');
    expect(JSON.stringify(await project.stage(rebuild).plan())).not.toContain('correct-horse');
    project.write('docker-compose.yml', composeFile('.'));
  });

  test('to build what is not built, or what is not there', async () => {
    project.write('docker-compose.yml', composeFile(null));
    expect(await project.stage(rebuild).impossible()).toMatch(/does not say how api is built$/);
    project.write('docker-compose.yml', composeFile('.').replace('api:', 'web:'));
    expect(await project.stage(rebuild).impossible()).toMatch(/has no service api for api$/);
    project.write('docker-compose.yml', 'services: [\n');
    expect(await project.stage(rebuild).impossible()).toMatch(/^Compose cannot read its files in /);
    project.write('docker-compose.yml', composeFile('.'));
  });

  test('with other files than those the container was made with', async () => {
    await project.removeContainer();
    project.write('other.yml', composeFile('.'));
    const args = ['-f', join(project.folder, 'other.yml'), '-p', project.name, 'up', '-d', 'api'];
    execFileSync('docker-compose', args, { stdio: 'pipe', env: { ...process.env, DOCKER_HOST: project.docker.host } });
    const plan = await project.stage(rebuild).plan();
    expect(plan.like).toContain(`-f ${join(project.folder, 'other.yml')} build`);
    project.git('clean', '--quiet', '--force', 'other.yml');
    expect(await project.stage(rebuild).impossible()).toBe(
      `its container was made with ${join(project.folder, 'other.yml')}, which is not there`,
    );
  });
});
