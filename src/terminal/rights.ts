import type { Rights } from '../../commands/command.js';

/** Who may do what at a terminal, as config.yml says. */
export interface TerminalPeople {
  /** Parties by name, each with its login names. */
  readonly people: Readonly<Record<string, { readonly terminal: readonly string[] }>>;
  /** The party that may break the glass; null where nobody may. */
  readonly breakGlass: string | null;
}

/** What somebody may do by their login name. That name is the word of whoever may open the bot's door or its data. */
export function terminalRights({ people, breakGlass }: TerminalPeople, login: string): Rights {
  const isIn = (party: string): boolean => people[party]?.terminal.includes(login) ?? false;
  return {
    approve: ({ from }) => Promise.resolve(isIn(from)),
    breakGlass: () => Promise.resolve(breakGlass !== null && isIn(breakGlass)),
  };
}
