import type { Facts } from '../runbook/facts.js';
import { text, type Text } from '../text/text.js';
import { formatDuration } from '../text/units.js';
import { CannotLook, type Observation, type World } from './check.js';
import type { ServiceTarget } from './containers.js';
import { askInside, secondsOf, type ToldInside } from './inside-ask.js';
import { errorOfCurl, errorOfWords, namedError, sayInsideError, type InsideError } from './inside-error.js';
import { httpScript } from './inside-scripts.js';
import { parseUrl } from './written.js';

/** One HTTP question from within a container; `timeout` in milliseconds. */
export interface HttpInside {
  readonly url: string;
  readonly expect: number | readonly number[] | undefined;
  readonly timeout: number;
}

/** Asks from within the container of `service`. Throws `CannotLook`. */
export async function askHttpInside(
  world: World,
  service: ServiceTarget,
  { url, expect, timeout }: HttpInside,
  signal: AbortSignal,
): Promise<Observation> {
  const address = parseUrl(url, ['http:', 'https:']);
  if (address === null) throw new CannotLook('the address for this check is no http:// or https:// address');
  if (address.username !== '' || address.password !== '')
    throw new CannotLook('the address for this check holds a login, which the bot gives to no program in a container');
  const heard = await askInside(world, service, httpScript(address.href, secondsOf(timeout)), timeout, signal);
  // A host may be called timeout-service; what failed is told by the other words.
  const told = { ...heard, words: heard.words.replaceAll(address.hostname, '') };
  if (told.tool === '') throw new CannotLook(`${service.name}'s container has no curl, wget or python3 to ask with`);
  const status = statusOf(told);
  const error = errorOf(told, status);
  const ok = error === '' && isGood(status, expect);
  const facts: Facts = { ok, answered: status !== 0, status, error, latency: told.latency, tool: told.tool };
  return { facts, says: say(status, error, told.latency, timeout) };
}

/** wget follows redirects, the others do not: the first answer is what counts. */
function statusOf({ tool, values, words }: ToldInside): number {
  const written = tool === 'wget' ? /HTTP\/\d(?:\.\d)?\s+(\d{3})\b/.exec(words)?.[1] : values.get('status');
  const status = Number(written ?? 0);
  return Number.isInteger(status) ? status : 0;
}

function errorOf(told: ToldInside, status: number): InsideError | '' {
  const { tool, values, words } = told;
  if (told.timedOut) return 'timeout';
  if (tool === 'python3') return values.get('error') === '' ? '' : namedError(values.get('error') ?? '');
  const code = Number(values.get('code'));
  if (code === 0) return status === 0 ? 'bad_response' : '';
  if (tool === 'curl') return errorOfCurl(code, words);
  return status === 0 ? errorOfWget(words) : errorAfterAnswer(status, words);
}

function errorOfWget(words: string): InsideError {
  // BusyBox adds a reason of long ago; whether anything came it shows indented.
  if (words.includes('error getting response')) return /^ {2}\S/m.test(words) ? 'bad_response' : 'reset';
  const said = errorOfWords(words);
  return said === 'other' ? 'bad_response' : said;
}

/** wget fails for a bad status too, and for where a redirect leads; neither means that the answer broke off. */
function errorAfterAnswer(status: number, words: string): InsideError | '' {
  return status >= 200 && status < 300 ? errorOfWget(words) : '';
}

function isGood(status: number, expect: HttpInside['expect']): boolean {
  return expect === undefined ? status >= 200 && status < 300 : [expect].flat().includes(status);
}

/** `200 in 4 ms`; `connection refused`; `200, then no answer in 5 s`. */
function say(status: number, error: InsideError | '', latency: number, limit: number): Text {
  if (error === '') return text(`${status} in ${formatDuration(latency)}`);
  return text(status === 0 ? '' : `${status}, then `, sayInsideError(error, limit));
}
