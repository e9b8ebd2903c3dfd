import type { ConfirmationDialog, KnownBlock, PlainTextElement, RichTextBlock, RichTextElement } from '@slack/types';
import { utcClock } from '../text/clock.js';
import type { Part, Text } from '../text/text.js';
import type { Action, Block, Button, Confirm, Message } from '../view/message.js';
import { ACTIONS } from '../view/message.js';
import { withinLimits } from './limits.js';
import type { SlackMessage } from './slack-message.js';
import { mrkdwn, plainText, plainWords, type Reading } from './mrkdwn.js';

/** Renders a message within Slack's limits. Pure. */
export function slackMessage(message: Message, reading: Reading): SlackMessage {
  return withinLimits({
    text: plainText(message.plain, reading),
    blocks: message.blocks.map((block) => slackBlock(block, reading)),
  });
}

function slackBlock(block: Block, reading: Reading): KnownBlock {
  switch (block.kind) {
    case 'header':
      return { type: 'header', text: { type: 'plain_text', text: block.title, emoji: false } };
    case 'section':
      return {
        type: 'section',
        text: { type: 'mrkdwn', text: mrkdwn(block.says, reading), verbatim: true },
        expand: true,
        ...(block.menu === undefined ? {} : { accessory: overflow(block.menu) }),
      };
    case 'context':
      return { type: 'context', elements: [{ type: 'mrkdwn', text: mrkdwn(block.says, reading), verbatim: true }] };
    case 'buttons':
      return { type: 'actions', elements: block.buttons.map((one, index) => slackButton(one, index, reading)) };
    case 'list':
      return richList(block.items, reading);
    case 'quote':
      return {
        type: 'rich_text',
        elements: [
          { type: 'rich_text_section', elements: [{ type: 'text', text: block.title, style: { bold: true } }] },
          { type: 'rich_text_preformatted', elements: [{ type: 'text', text: block.lines.join('\n') || ' ' }] },
        ],
      };
  }
}

function slackButton({ action, value, label, spoken, primary, confirm }: Button, index: number, reading: Reading) {
  return {
    type: 'button' as const,
    text: { type: 'plain_text' as const, text: label, emoji: false },
    accessibility_label: spoken,
    action_id: `${action}:${index}`,
    value,
    ...(primary ? { style: 'primary' as const } : {}),
    ...(confirm === undefined ? {} : { confirm: dialog(confirm, reading) }),
  };
}

/** Words without any markup: nothing in them can act. */
function dialog({ title, says, yes, no }: Confirm, reading: Reading): ConfirmationDialog {
  const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text, emoji: false });
  return { title: plain(title), text: plain(plainWords(says, reading)), confirm: plain(yes), deny: plain(no) };
}

/** The menu's options carry action and value together; it has one action id of its own. */
export const MENU = 'menu';

function overflow(buttons: readonly Button[]) {
  const options = buttons.map(({ action, value, label }) => ({
    text: { type: 'plain_text' as const, text: label, emoji: false },
    value: `${action}:${value}`,
  }));
  return { type: 'overflow' as const, action_id: MENU, options };
}

/** Reads back which button was pressed; null for ids this release does not give out. */
export function pressed(actionId: string, value: string): { readonly action: Action; readonly value: string } | null {
  const [name = '', ...rest] = (actionId === MENU ? value : actionId).split(':');
  const action = ACTIONS.find((one) => one === name);
  if (action === undefined) return null;
  return { action, value: actionId === MENU ? rest.join(':') : value };
}

function richList(items: readonly Text[], reading: Reading): RichTextBlock {
  const elements = items.map((item) => ({
    type: 'rich_text_section' as const,
    elements: item.map((part) => richPart(part, reading)).filter((one) => one !== null),
  }));
  return { type: 'rich_text', elements: [{ type: 'rich_text_list', style: 'bullet', elements }] };
}

function richPart(part: Part, reading: Reading): RichTextElement | null {
  const words = plainWords([part], reading);
  if (words === '') return null;
  if (typeof part !== 'string' && 'bold' in part) return { type: 'text', text: words, style: { bold: true } };
  if (typeof part !== 'string' && 'code' in part) return { type: 'text', text: words, style: { code: true } };
  if (typeof part !== 'string' && 'time' in part) {
    const format = part.to === 'second' ? '{time_secs}' : '{time}';
    return {
      type: 'date',
      timestamp: Math.floor(Date.parse(part.time) / 1_000),
      format,
      fallback: utcClock(part.time, part.to, reading.day),
    };
  }
  return { type: 'text', text: words };
}
