import type { Command, Refusal } from '../../src/incident/command.js';
import type { Event } from '../../src/incident/events.js';
import { Story } from '../builders.js';
import { sample, second } from '../sample.js';

export const story = (): Story => new Story([sample, second]);
export const types = (decided: readonly Event[] | Refusal): string[] =>
  'refusal' in decided ? [`refused: ${decided.refusal}`] : decided.map(({ type }) => type);
export const words = (decided: readonly Event[] | Refusal): string =>
  'refusal' in decided
    ? decided.says.map((part) => (typeof part === 'string' ? part : Object.values(part)[0])).join('')
    : 'not refused';
export const cancel: Command = { do: 'close', by: 'slack:UADA', how: 'cancelled', reason: 'a mistake' };
export const falseAlarm: Command = { do: 'close', by: 'slack:UADA', how: 'false_alarm', reason: '' };
export const again: Command = { do: 'diagnose', by: 'slack:USAM' };
export const open: Extract<Command, { do: 'open' }> = { do: 'open', by: 'slack:USAM', channel: 'C2', drill: false };
