import type { Actor } from '../incident/actor.js';
import type { Account } from '../engine/reporter.js';

/** A person's name as far as anybody knows it, else the id; `the bot`; `alert APIDown`; `ada (terminal)`. */
export function nameOf(actor: Actor, names: Account['names']): string {
  const known = Object.hasOwn(names, actor) ? names[actor] : undefined;
  if (known !== undefined && known !== '') return known;
  if (actor === 'bot') return 'the bot';
  const [kind = '', ...rest] = actor.split(':');
  const id = rest.join(':');
  if (kind === 'terminal') return `${id} (terminal)`;
  if (kind === 'alert') return `alert ${id}`;
  return id === '' ? kind : id;
}
