import { text } from '../text/text.js';
import { formatDuration } from '../text/units.js';
import { CannotLook, type Observation, type World } from './check.js';
import type { ServiceTarget } from './containers.js';
import { askInside, secondsOf, type ToldInside } from './inside-ask.js';
import { errorOfWords, namedError, sayInsideError, type InsideError } from './inside-error.js';
import { parseTcp } from './inside-params.js';
import { tcpScript } from './inside-scripts.js';

/** Opens a TCP connection from within the container of `service`; `timeout` in milliseconds. Throws `CannotLook`. */
export async function askTcpInside(
  world: World,
  service: ServiceTarget,
  { tcp, timeout }: { readonly tcp: string; readonly timeout: number },
  signal: AbortSignal,
): Promise<Observation> {
  const address = parseTcp(tcp);
  if (address === null) throw new CannotLook('the address for this check is none like postgres:5432');
  const script = tcpScript(address.host, address.port, secondsOf(timeout));
  const heard = await askInside(world, service, script, timeout, signal);
  // A host may be called timeout-service; what failed is told by the other words.
  const told = { ...heard, words: heard.words.replaceAll(address.host, '') };
  if (told.tool === '') throw new CannotLook(`${service.name}'s container has no nc, python3 or bash to ask with`);
  const error = errorOf(told);
  const { tool, latency } = told;
  const says = error === '' ? `open, ${formatDuration(latency)}` : sayInsideError(error, timeout);
  return { facts: { open: error === '', error, latency, tool }, says: text(`${world.clean(tcp)}: ${says}`) };
}

function errorOf({ tool, values, words, timedOut }: ToldInside): InsideError | '' {
  if (timedOut) return 'timeout';
  if (tool === 'python3') return values.get('error') === '' ? '' : namedError(values.get('error') ?? '');
  if (values.get('code') === '0') return '';
  const said = errorOfWords(words);
  // BusyBox's nc says nothing at all when its time is over.
  return said === 'other' && words.trim() === '' ? 'timeout' : said;
}
