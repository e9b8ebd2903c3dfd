/** A piece of mrkdwn: plain text, or one `<…>` that Slack would act upon. */
export type Entity =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'user' | 'group' | 'channel'; readonly id: string; readonly label?: string }
  | { readonly kind: 'broadcast'; readonly range: 'here' | 'channel' | 'everyone' }
  | { readonly kind: 'link'; readonly url: string; readonly label?: string }
  | { readonly kind: 'date'; readonly timestamp: number; readonly format: string; readonly fallback: string };

/** Splits mrkdwn at its `<…>` strings and decodes `&amp;`, `&lt;` and `&gt;` in what lies between. */
export function entitiesOf(source: string): Entity[] {
  const found: Entity[] = [];
  let end = 0;
  for (const match of source.matchAll(/<([^<>\n]+)>/g)) {
    const entity = entityOf(match[1] ?? '');
    if (entity === undefined) continue;
    if (match.index > end) found.push({ kind: 'text', text: decode(source.slice(end, match.index)) });
    found.push(entity);
    end = match.index + match[0].length;
  }
  if (end < source.length) found.push({ kind: 'text', text: decode(source.slice(end)) });
  return found;
}

/** The three characters that Slack asks apps to escape. */
export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Undoes `escape`. */
export function decode(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function entityOf(inside: string): Entity | undefined {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const rest = bar < 0 ? undefined : decode(inside.slice(bar + 1));
  const label = rest === undefined || rest === '' ? {} : { label: rest };
  const user = /^@([UW][A-Z0-9]+)$/.exec(target)?.[1];
  if (user !== undefined) return { kind: 'user', id: user, ...label };
  const channel = /^#([CDG][A-Z0-9]+)$/.exec(target)?.[1];
  if (channel !== undefined) return { kind: 'channel', id: channel, ...label };
  const group = /^!subteam\^(S[A-Z0-9]+)$/.exec(target)?.[1];
  if (group !== undefined) return { kind: 'group', id: group, ...label };
  if (target === '!here' || target === '!channel' || target === '!everyone') {
    return { kind: 'broadcast', range: target === '!here' ? 'here' : target === '!channel' ? 'channel' : 'everyone' };
  }
  const date = /^!date\^(-?\d+)\^([^^]*)(?:\^.*)?$/.exec(target);
  if (date !== null) {
    return { kind: 'date', timestamp: Number(date[1]), format: decode(date[2] ?? ''), fallback: rest ?? '' };
  }
  if (/^(https?:\/\/|mailto:|tel:|[a-z][a-z0-9+.-]*:\/\/)/i.test(target)) {
    return { kind: 'link', url: decode(target), ...label };
  }
  return undefined;
}
