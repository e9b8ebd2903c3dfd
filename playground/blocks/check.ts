import type { z } from 'zod';
import type { Ids } from '../ids.js';
import { Refusal, refusalAt } from '../web-api/refusal.js';
import { withIds } from './fill.js';
import { messageBlocks, modalView, type Block, type View } from './schema.js';
import { interactives } from './walk.js';

/** Slack documents no total for all block text; this is just below the smallest that is known to have been refused. */
const TEXT_OF_ALL_BLOCKS = 11_000;
const MARKDOWN_TOTAL = 12_000;

/**
 * Checks the blocks of a message as Slack does and fills in what Slack fills in (defaults, missing ids).
 * @throws Refusal `invalid_blocks` with pointers, `msg_blocks_too_long` or `only_one_table_allowed`.
 */
export function checkMessageBlocks(input: unknown, ids: Ids, base = '/blocks'): Block[] {
  const parsed = messageBlocks.safeParse(input);
  if (!parsed.success) throw refusalAt('invalid_blocks', problems(parsed.error, base));
  const blocks = parsed.data;
  if (blocks.filter((one) => one.type === 'table').length > 1) throw new Refusal('only_one_table_allowed');
  const markdown = blocks.reduce((sum, one) => sum + (one.type === 'markdown' ? one.text.length : 0), 0);
  if (markdown > MARKDOWN_TOTAL || textLength(blocks) > TEXT_OF_ALL_BLOCKS) throw new Refusal('msg_blocks_too_long');
  const twice = duplicates(blocks, base);
  if (twice.length > 0) throw refusalAt('invalid_blocks', twice);
  return withIds(blocks, ids);
}

/**
 * Checks a modal as Slack does.
 * @throws Refusal `invalid_arguments` with pointers, or `view_too_large`.
 */
export function checkView(input: unknown, ids: Ids): View {
  const parsed = modalView.safeParse(input);
  if (!parsed.success) throw refusalAt('invalid_arguments', problems(parsed.error, '/view'));
  if (JSON.stringify(input).length > 250_000) throw new Refusal('view_too_large');
  const twice = duplicates(parsed.data.blocks, '/view/blocks');
  if (twice.length > 0) throw refusalAt('invalid_arguments', twice);
  return { ...parsed.data, blocks: withIds(parsed.data.blocks, ids) };
}

function problems(error: z.ZodError, base: string): string[] {
  return error.issues.flatMap((issue) => issueLines(issue, base));
}

function issueLines(issue: z.core.$ZodIssue, base: string): string[] {
  const at = base + issue.path.map((step) => `/${String(step)}`).join('');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `invalid additional property: ${key} [json-pointer:${at}]`);
  }
  if (issue.code === 'invalid_union' && issue.errors.length === 0) return [`unsupported type [json-pointer:${at}]`];
  if (issue.code === 'invalid_union') {
    const inner = [...issue.errors].sort((a, b) => a.length - b.length)[0] ?? [];
    return inner.flatMap((one) => issueLines(one, at));
  }
  return [`${sentence(issue)} [json-pointer:${at}]`];
}

function sentence(issue: z.core.$ZodIssue): string {
  const unit = 'origin' in issue && issue.origin === 'array' ? 'items' : 'characters';
  if (issue.code === 'too_big') return `must be no more than ${String(issue.maximum)} ${unit}`;
  if (issue.code === 'too_small') return `must be at least ${String(issue.minimum)} ${unit}`;
  if (issue.code === 'invalid_type' && issue.input === undefined) return `missing required field`;
  return issue.message;
}

/** `block_id` is unique in a message, `action_id` in its block. */
function duplicates(blocks: readonly Block[], base: string): string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  blocks.forEach((block, index) => {
    if (block.block_id !== undefined && seen.has(block.block_id)) {
      found.push(`\`block_id\` must be unique, "${block.block_id}" is not [json-pointer:${base}/${index}/block_id]`);
    }
    if (block.block_id !== undefined) seen.add(block.block_id);
    const actions = interactives([block]).flatMap(({ element }) => element.action_id ?? []);
    const repeated = actions.filter((one, at) => actions.indexOf(one) !== at);
    found.push(
      ...repeated.map((one) => `\`action_id\` must be unique, "${one}" is not [json-pointer:${base}/${index}]`),
    );
  });
  return found;
}

function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one: unknown) => sum + textLength(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, one]) => sum + (key === 'text' && typeof one === 'string' ? one.length : textLength(one)),
    0,
  );
}
