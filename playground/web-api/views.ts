import { z } from 'zod';
import { checkView } from '../blocks/check.js';
import type { View } from '../blocks/schema.js';
import { STACK, type Modal } from '../modals.js';
import type { Parts } from '../parts.js';
import { structure } from './arguments.js';
import { method } from './method.js';
import { showView } from './present.js';
import { Refusal } from './refusal.js';

const opening = z.object({ trigger_id: z.string(), view: z.unknown() });

const open = method({
  tier: 4,
  input: opening,
  run(input, parts) {
    const view = viewOf(input.view, parts);
    requireFreshExternalId(view, parts);
    const { user } = parts.triggers.exchange(input.trigger_id);
    return { view: showView(parts.modals.open(user, view), parts) };
  },
});

const push = method({
  tier: 4,
  input: opening,
  run(input, parts) {
    const view = viewOf(input.view, parts);
    requireFreshExternalId(view, parts);
    const { user, view: from } = parts.triggers.exchange(input.trigger_id);
    const stack = parts.modals.of(user);
    const top = stack.at(-1);
    if (from === undefined || top === undefined) throw new Refusal('not_found');
    if (stack.length >= STACK) throw new Refusal('push_limit_reached');
    return { view: showView(parts.modals.open(user, view, top), parts) };
  },
});

const update = method({
  tier: 4,
  input: z.object({
    view: z.unknown(),
    view_id: z.string().optional(),
    external_id: z.string().optional(),
    hash: z.string().optional(),
  }),
  run(input, parts) {
    const view = viewOf(input.view, parts);
    const modal = modalToUpdate(input, parts);
    if (input.hash !== undefined && input.hash !== modal.hash) throw new Refusal('hash_conflict');
    return { view: showView(parts.modals.update(modal, view), parts) };
  },
});

function viewOf(input: unknown, parts: Parts): View {
  return checkView(structure(input, 'invalid_arguments'), parts.ids);
}

function modalToUpdate(input: { view_id?: string | undefined; external_id?: string | undefined }, parts: Parts): Modal {
  const byId = input.view_id === undefined ? undefined : parts.modals.find(input.view_id);
  const modal =
    byId ?? (input.external_id === undefined ? undefined : parts.modals.findByExternalId(input.external_id));
  if (modal === undefined) throw new Refusal('not_found');
  return modal;
}

function requireFreshExternalId(view: View, parts: Parts): void {
  if (view.external_id === '') return;
  if (parts.modals.findByExternalId(view.external_id) !== undefined) throw new Refusal('duplicate_external_id');
}

export const views = { 'views.open': open, 'views.push': push, 'views.update': update };
