import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { PageState } from '../page-server/protocol.js';
import { newestIncident } from './tour-incident.js';
import { beginTour, recallTour, TOUR_KEY, type TourMemory } from './tour-memory.js';
import { TOUR_TITLES, tourStep, type TourPlace, type TourStep } from './tour-step.js';

interface TourProps {
  readonly state: PageState;
  /** Brings a place onto the screen, and the keyboard to it. */
  readonly onGo: (place: TourPlace) => void;
}

/**
 * The way through one incident for the first visit: a strip that says what to do next and points at where; afterwards a
 * small button. Nothing where there is no stack to break.
 */
export function Tour({ state, onGo }: TourProps) {
  const [memory, remember] = useMemory(state);
  const step = tourStep(state, memory);
  const here = memory.open && state.panel !== null ? step.place : null;
  const opener = useRef<HTMLButtonElement>(null);
  const closed = useRef(false);
  useEffect(() => pointAt(here), [here]);
  // The button that was pressed is gone: the keyboard goes on from the one that brings it back, before the next key.
  useLayoutEffect(() => {
    if (!memory.open && closed.current) opener.current?.focus();
  }, [memory.open]);
  if (state.panel === null) return null;
  const close = (): void => {
    closed.current = true;
    remember({ ...memory, open: false });
  };
  if (!memory.open)
    return (
      <button ref={opener} type="button" className="tour-opener" onClick={() => remember(beginTour(state))}>
        Tour
      </button>
    );
  const read = (): void => remember({ ...memory, read: newestIncident(state, memory.after)?.id ?? null });
  return <Strip step={step} onGo={onGo} onRead={read} onClose={close} />;
}

interface StripProps {
  readonly step: TourStep;
  readonly onGo: (place: TourPlace) => void;
  readonly onRead: () => void;
  readonly onClose: () => void;
}

const SHOW: Readonly<Record<TourPlace, string>> = {
  panel: 'Go to the panel',
  composer: 'Go to the message field',
  messages: 'Go to the card',
  people: 'Go to who you are',
  thread: 'Go to the thread',
};

function Strip({ step, onGo, onRead, onClose }: StripProps) {
  const ends = step.button === 'finish';
  return (
    <section className="tour" aria-label="Tour">
      <div role="status" aria-live="polite" className="tour-says">
        <strong>
          {step.step} of {TOUR_TITLES.length}: {TOUR_TITLES[step.step - 1]}
        </strong>{' '}
        <span>{step.says}</span>
      </div>
      <div className="tour-buttons">
        <button type="button" onClick={() => onGo(step.place)}>
          {SHOW[step.place]}
        </button>
        {step.button === 'read' && (
          <button type="button" onClick={onRead}>
            I have read it
          </button>
        )}
        <button type="button" onClick={onClose}>
          {ends ? 'Finish the tour' : 'Skip the tour'}
        </button>
      </div>
    </section>
  );
}

function useMemory(state: PageState): readonly [TourMemory, (memory: TourMemory) => void] {
  const [memory, set] = useState(() => recallTour(kept()) ?? beginTour(state));
  const remember = (next: TourMemory): void => {
    set(next);
    keep(next);
  };
  return [memory, remember];
}

/** Browsers may forbid a page to keep anything: then every visit is the first. */
function kept(): string | null {
  try {
    return localStorage.getItem(TOUR_KEY);
  } catch {
    return null;
  }
}

function keep(memory: TourMemory): void {
  try {
    localStorage.setItem(TOUR_KEY, JSON.stringify(memory));
  } catch {
    // See `kept`.
  }
}

/** The outline around the place is the style sheet's work; returns what takes it away. */
function pointAt(place: TourPlace | null): () => void {
  const { dataset } = document.documentElement;
  if (place !== null) dataset['tour'] = place;
  return () => {
    delete dataset['tour'];
  };
}
