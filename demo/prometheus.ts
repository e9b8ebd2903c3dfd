import { z } from 'zod';

const answerSchema = z.object({
  data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }),
});

/** The value of a query that gives one sample; null where it gives none, or Prometheus does not answer yet. */
export async function askPrometheus(url: string, query: string): Promise<string | null> {
  const address = `${url}/api/v1/query?${new URLSearchParams({ query }).toString()}`;
  const answer = await fetch(address, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
  if (answer?.ok !== true) return null;
  return answerSchema.parse(await answer.json()).data.result[0]?.value[1] ?? null;
}

/** True once its newest scrape of the API went well. */
export async function seesUp(url: string): Promise<boolean> {
  return (await askPrometheus(url, 'up{job="api"}')) === '1';
}
