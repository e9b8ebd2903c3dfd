import type { PageState } from '../page-server/protocol.js';

export type SlashCommand = PageState['commands'][number];

/** The commands that fit what stands in the composer: while the first word is still being typed, and not yet whole. */
export function offered(text: string, commands: readonly SlashCommand[]): readonly SlashCommand[] {
  if (!/^\/\S*$/.test(text) || commands.some(({ command }) => command === text)) return [];
  return commands.filter(({ command }) => command.startsWith(text.toLowerCase()));
}

/** The command that is being typed, its first word being whole: its hint stays in sight. */
export function begun(text: string, commands: readonly SlashCommand[]): SlashCommand | null {
  const [word] = text.split(/\s/, 1);
  return commands.find(({ command }) => command === word) ?? null;
}
