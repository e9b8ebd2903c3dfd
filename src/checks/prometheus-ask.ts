import { z } from 'zod';
import { askHttp, type HttpAnswer, type HttpError } from './http-ask.js';

/** Bytes of an answer that are read: reading more would keep the bot from everything else for too long. */
const MOST_BODY = 2 * 1024 * 1024;

export type PrometheusError = HttpError | 'auth' | 'query' | 'starting' | 'too_long' | 'other';

/** How Prometheus is reached: its base address, headers, and the time in milliseconds for one answer. */
export interface PrometheusAddress {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly limit: number;
}

/** What Prometheus said: its data, or why there is none. `message` is its own words, not cleaned. */
export type PrometheusAnswer<Data> =
  { readonly data: Data } | { readonly error: PrometheusError; readonly message: string; readonly http: HttpAnswer };

const envelope = z.union([
  z.object({ status: z.literal('success'), data: z.unknown() }),
  z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() }),
]);

/** Asks one path of Prometheus's HTTP API. Every failure of the other side is an answer; rejects only when `signal` aborts, and for bugs. */
export async function askPrometheus<Data>(
  address: PrometheusAddress,
  path: string,
  query: Readonly<Record<string, string>>,
  schema: z.ZodType<Data>,
  signal: AbortSignal,
): Promise<PrometheusAnswer<Data>> {
  const url = new URL(address.url);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/api/v1/${path}`;
  url.search = new URLSearchParams(query).toString();
  const { headers, limit } = address;
  const http = await askHttp({ url, method: 'GET', headers, body: undefined, limit, mostBody: MOST_BODY }, signal);
  return readPrometheus(http, schema);
}

/** Reads what came back. */
function readPrometheus<Data>(http: HttpAnswer, schema: z.ZodType<Data>): PrometheusAnswer<Data> {
  const failed = (error: PrometheusError, message = ''): PrometheusAnswer<Data> => ({ error, message, http });
  if (http.error !== '') return failed(http.error);
  if (Buffer.byteLength(http.body) >= MOST_BODY) return failed('too_long');
  const told = envelope.safeParse(parseJson(http.body));
  if (!told.success) return failed(errorOfStatus(http.status), firstLine(http));
  if (told.data.status === 'error') return failed(errorOfType(told.data.errorType), told.data.error);
  const data = schema.safeParse(told.data.data);
  return data.success ? { data: data.data } : failed('bad_response');
}

/** Without an answer of its own: what stands before it said no, or it is still reading its files. */
function errorOfStatus(status: number): PrometheusError {
  if (status === 401 || status === 403) return 'auth';
  if (status === 503) return 'starting';
  return 'bad_response';
}

function errorOfType(errorType: string): PrometheusError {
  if (errorType === 'bad_data' || errorType === 'execution') return 'query';
  if (errorType === 'timeout') return 'timeout';
  return errorType === 'unavailable' ? 'starting' : 'other';
}

function firstLine({ status, body }: HttpAnswer): string {
  return `HTTP ${status} ${body.trim().split('\n', 1)[0] ?? ''}`.trim();
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
