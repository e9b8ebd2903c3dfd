import { useId, useState } from 'react';
import type { PageDeed, PagePanel, PageService, SlackTrouble } from '../page-server/protocol.js';
import { findFaults, SLACK_WORDS, standOf, TROUBLES, type FaultGroup } from './panel-words.js';

interface PanelProps {
  readonly panel: PagePanel | null;
  /** Why there is no stack, and how to get one; shown where there is none. */
  readonly missing: string | null;
  readonly onDeed: (deed: PageDeed) => void;
}

/**
 * The demo's stack and Slack itself, to see, to break and to heal; what is missing where there is no stack. Buttons that
 * can do nothing now stay reachable: whoever has just pressed one by keyboard is not thrown out.
 */
export function Panel({ panel, missing, onDeed }: PanelProps) {
  return (
    <section className="panel" aria-label="The stack" data-place="panel">
      <h2>The stack</h2>
      {panel === null ? (
        <p className="panel-missing">{missing ?? 'There is no stack here to break.'}</p>
      ) : (
        <Controls panel={panel} onDeed={onDeed} />
      )}
    </section>
  );
}

interface ControlsProps {
  readonly panel: PagePanel;
  readonly onDeed: (deed: PageDeed) => void;
}

function Controls({ panel, onDeed }: ControlsProps) {
  return (
    <>
      <Services services={panel.services} />
      <p role="status" className="panel-stand" aria-busy={panel.busy !== null}>
        {standOf(panel)}
      </p>
      {panel.complaint !== null && (
        <p role="alert" className="panel-complaint">
          {panel.complaint}
        </p>
      )}
      <button
        type="button"
        className="panel-heal"
        aria-disabled={panel.busy !== null}
        onClick={() => panel.busy === null && onDeed({ do: 'heal' })}
      >
        Heal the stack
      </button>
      <SlackSwitch slack={panel.slack} onTrouble={(trouble) => onDeed({ do: 'slack', trouble })} />
      <Faults panel={panel} onBreak={(fault) => onDeed({ do: 'break', fault })} />
    </>
  );
}

/** A mark and a word beside each name: the colour only repeats them. */
function Services({ services }: { readonly services: readonly PageService[] }) {
  return (
    <ul className="panel-services" aria-label="Services">
      {services.map(({ name, state, well }) => (
        <li key={name} className={well ? 'is-well' : 'is-ill'}>
          <span aria-hidden="true">{well ? '✓' : '✕'}</span> <strong>{name}</strong> <span>{state}</span>
        </li>
      ))}
    </ul>
  );
}

interface SlackSwitchProps {
  readonly slack: SlackTrouble;
  readonly onTrouble: (trouble: SlackTrouble) => void;
}

function SlackSwitch({ slack, onTrouble }: SlackSwitchProps) {
  const name = useId();
  return (
    <fieldset className="panel-slack">
      <legend>Slack itself</legend>
      {TROUBLES.map((trouble) => (
        <label key={trouble}>
          <input type="radio" name={name} checked={slack === trouble} onChange={() => onTrouble(trouble)} />{' '}
          {SLACK_WORDS[trouble].label}
        </label>
      ))}
      <p role="status">{SLACK_WORDS[slack].says}</p>
    </fieldset>
  );
}

interface FaultsProps {
  readonly panel: PagePanel;
  readonly onBreak: (fault: string) => void;
}

function Faults({ panel, onBreak }: FaultsProps) {
  const [wanted, want] = useState('');
  const groups = findFaults(panel.faults, wanted);
  const found = groups.reduce((sum, { faults }) => sum + faults.length, 0);
  return (
    <div className="panel-faults">
      <label>
        Find a way to break it
        <input type="search" value={wanted} onChange={({ target }) => want(target.value)} />
      </label>
      <p role="status">
        {found} of {panel.faults.length} ways
      </p>
      {groups.map((group) => (
        <Group key={group.group} {...group} panel={panel} onBreak={onBreak} />
      ))}
    </div>
  );
}

function Group({ group, faults, panel, onBreak }: FaultGroup & FaultsProps) {
  return (
    <section aria-label={group}>
      <h3>{group}</h3>
      <ul>
        {faults.map(({ name, says }) => (
          <li key={name} data-fault={name} aria-current={panel.broken === name ? 'true' : undefined}>
            <span>
              <strong>{name}</strong>
              {panel.broken === name && ' (broken now)'} {says}
            </span>
            <button
              type="button"
              aria-label={`Break ${name}`}
              aria-disabled={panel.busy !== null}
              onClick={() => panel.busy === null && onBreak(name)}
            >
              Break
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
