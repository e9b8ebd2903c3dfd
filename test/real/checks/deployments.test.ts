import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { until } from '../../until.js';
import { Asking } from './asking.js';

const WAIT = 'while true; do sleep 1; done';

let asking: Asking;
beforeAll(async () => {
  asking = await Asking.open();
});
afterEach(() => asking.sandbox.clear());
afterAll(() => asking.close());

describe('the image of a real container', () => {
  test('is told with the one before it, once the container is replaced', async () => {
    const id = await asking.sandbox.run(WAIT);
    const first = (await asking.ask('deployments')).facts;
    const before = z.string().parse(first['image']);
    expect(first).toMatchObject({ image_replaced: false, changed_recently: expect.anything() as unknown });
    const name = `${asking.sandbox.project}:new`;
    await asking.sandbox.docker.run(['commit', id, name]);
    try {
      await asking.sandbox.docker.run(['rm', '-f', id]);
      await asking.sandbox.runImage(name, WAIT);
      const { facts, line } = await asking.ask('deployments', { within: '1h' });
      expect(facts).toMatchObject({ image: name, previous_image: before, changed_recently: true });
      expect(facts['image_id']).not.toBe(first['image_id']);
      expect(line).toContain(`${before} before it`);
      await until(async () => (await asking.ask('deployments')).facts['image_replaced'] === false, 'it has its name');
      await asking.sandbox.docker.run(['tag', before, name]);
      expect((await asking.ask('deployments')).facts).toMatchObject({ image_replaced: true });
    } finally {
      await asking.sandbox.clear();
      await asking.sandbox.docker.run(['rmi', '-f', name]);
    }
  });
});
