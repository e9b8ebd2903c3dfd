import type { ReactNode } from 'react';
import type { PagePerson, PageState } from '../page-server/protocol.js';
import { Avatar } from './avatar.js';
import { calledOf } from './people.js';
import { ThemeSwitch } from './theme-switch.js';

interface TopBarProps {
  readonly state: PageState;
  readonly channelsOpen: boolean;
  readonly panelOpen: boolean;
  readonly onBe: (name: string) => void;
  readonly onChannels: () => void;
  readonly onPanel: () => void;
  /** The tour. */
  readonly children: ReactNode;
}

/** The page's head: whose workspace, who one is, and what can be shown or put away. */
export function TopBar({ state, channelsOpen, panelOpen, onBe, onChannels, onPanel, children }: TopBarProps) {
  return (
    <header className="top">
      <button
        type="button"
        className="top-channels"
        aria-expanded={channelsOpen}
        aria-controls="channels"
        aria-label="Show channels"
        onClick={onChannels}
      >
        ☰
      </button>
      <h1>Runbook Bot playground</h1>
      <PeopleSwitch you={state.you} people={state.people} onBe={onBe} />
      <div className="top-buttons">
        <ThemeSwitch />
        <button type="button" aria-expanded={panelOpen} aria-controls="panel" onClick={onPanel}>
          Stack
        </button>
      </div>
      {children}
    </header>
  );
}

interface PeopleSwitchProps {
  readonly you: PagePerson;
  readonly people: readonly PagePerson[];
  readonly onBe: (name: string) => void;
}

/** Who one is: one press makes one somebody else. */
function PeopleSwitch({ you, people, onBe }: PeopleSwitchProps) {
  const playable = people.filter(({ part, id }) => part !== null || id === you.id);
  return (
    <div className="people" role="group" aria-label="Who you are" data-place="people">
      <span className="people-label" aria-hidden="true">
        You are:
      </span>
      {playable.map((person) => (
        <button key={person.id} type="button" aria-pressed={person.id === you.id} onClick={() => onBe(person.name)}>
          <Avatar person={person} />
          <span>
            {firstNameOf(person)}
            <span className="people-part">
              <span className="unseen">,</span> {person.part}
            </span>
          </span>
        </button>
      ))}
    </div>
  );
}

function firstNameOf(person: PagePerson): string {
  return calledOf(person).split(' ')[0] ?? person.name;
}
