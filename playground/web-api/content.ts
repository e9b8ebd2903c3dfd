import { z } from 'zod';
import { checkMessageBlocks } from '../blocks/check.js';
import type { Block } from '../blocks/schema.js';
import type { Ids } from '../ids.js';
import type { Content, Metadata, Parse } from '../model.js';
import { flag, structure } from './arguments.js';
import { Refusal } from './refusal.js';

/** The arguments that say what a message says. */
export const contentInput = {
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  attachments: z.unknown().optional(),
  parse: z.enum(['none', 'full', 'client']).optional(),
  link_names: flag.optional(),
};

interface ContentInput {
  text?: string | undefined;
  blocks?: unknown;
  attachments?: unknown;
  parse?: Parse | undefined;
  link_names?: boolean | undefined;
}

/** New messages lose what goes beyond; updates are refused (see chat.update), counted in UTF-8 bytes. */
const LONGEST_POST = 40_000;
const LONGEST_UPDATE = 4_000;

/**
 * The content of a message as an app sends it. Text without blocks leaves no blocks, in updates too.
 * @throws Refusal `no_text`, `msg_too_long`, `invalid_blocks`, `invalid_blocks_format`, `msg_blocks_too_long`, `invalid_attachments`, …
 */
export function contentOf(input: ContentInput, ids: Ids, purpose: 'post' | 'update'): Content {
  const blocks = blocksOf(input.blocks, ids);
  const attachments = attachmentsOf(input.attachments, ids);
  const text = input.text ?? '';
  if (text.trim() === '' && blocks.length === 0 && attachments.length === 0) throw new Refusal('no_text');
  if (purpose === 'update' && Buffer.byteLength(text) > LONGEST_UPDATE) throw new Refusal('msg_too_long');
  return {
    text: text.slice(0, LONGEST_POST),
    blocks,
    attachments,
    parse: input.parse ?? (purpose === 'update' ? 'client' : 'none'),
    linkNames: input.link_names ?? false,
  };
}

function blocksOf(input: unknown, ids: Ids): Block[] {
  if (input === undefined || input === '') return [];
  const blocks = structure(input, 'invalid_blocks_format');
  if (!Array.isArray(blocks)) throw new Refusal('invalid_blocks_format');
  return checkMessageBlocks(blocks, ids);
}

const attachmentList = z.array(z.looseObject({ blocks: z.unknown().optional() }));

function attachmentsOf(input: unknown, ids: Ids): Record<string, unknown>[] {
  if (input === undefined || input === '') return [];
  const parsed = attachmentList.safeParse(structure(input, 'invalid_attachments'));
  if (!parsed.success) throw new Refusal('invalid_attachments');
  if (parsed.data.length > 100) throw new Refusal('too_many_attachments');
  return parsed.data.map((one, index) =>
    one.blocks === undefined
      ? one
      : { ...one, blocks: checkMessageBlocks(one.blocks, ids, `/attachments/${index}/blocks`) },
  );
}

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const metadataShape = z.strictObject({
  event_type: z.string().min(1).max(255),
  event_payload: z.record(z.string(), z.union([scalar, z.array(scalar)])),
});

/**
 * What an app wants kept with a message: undefined if it says nothing of it, null for `{}`, which removes it.
 * @throws Refusal `invalid_metadata_format`: other keys, or objects in objects.
 */
export function metadataOf(input: unknown): Metadata | null | undefined {
  if (input === undefined || input === '') return undefined;
  const value = structure(input, 'invalid_metadata_format');
  if (typeof value === 'object' && value !== null && Object.keys(value).length === 0) return null;
  const parsed = metadataShape.safeParse(value);
  if (!parsed.success) throw new Refusal('invalid_metadata_format');
  return parsed.data;
}
