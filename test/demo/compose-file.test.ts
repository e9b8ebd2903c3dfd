import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { patched } from '../../demo/compose-file.js';

const fileSchema = z.looseObject({ services: z.record(z.string(), z.record(z.string(), z.unknown())) });

async function api(patch: Record<string, unknown>): Promise<Record<string, unknown>> {
  return fileSchema.parse(parse(await patched(['api', patch]))).services['api'] ?? {};
}

test('an edit merges maps, replaces lists and words, and removes what is null', async () => {
  const before = await api({});
  const after = await api({ environment: { API_KEY: null, MORE: 'x' }, ports: ['1:2'], healthcheck: null });
  const { API_KEY: key, ...environment } = z.record(z.string(), z.string()).parse(before['environment']);
  const { healthcheck, ...rest } = before;
  expect(key).toBe('sp_demo_key');
  expect(healthcheck).toMatchObject({ retries: 3 });
  expect(after).toEqual({ ...rest, environment: { ...environment, MORE: 'x' }, ports: ['1:2'] });
});

test('variables stay variables, what services share is written out, and the other services stay as they are', async () => {
  const file = fileSchema.parse(parse(await patched(['api', { image: 'other' }])));
  expect(file.services['api']).toMatchObject({ image: 'other', init: true });
  expect(file.services['frontend']).toMatchObject({ image: 'runbook-bot-demo-frontend:${DEMO_IMAGES:-latest}' });
  expect(file['volumes']).toEqual({ data: {} });
});
