import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { DateManner } from '../../mrkdwn/date.js';
import type { PageState } from '../../page-server/protocol.js';

/** Who reads, and what they call others. */
export interface Reader {
  /** A name for an id; the id itself where nobody has it. */
  readonly person: (id: string) => string;
  readonly group: (id: string) => string;
  readonly channel: (id: string) => string;
  /** The reader's own user id. */
  readonly you: string;
}

/** How times look to who reads. */
export interface Locale extends DateManner {
  readonly timeZone: string;
}

const NOBODY: Reader = {
  person: (id) => id,
  group: (id) => id,
  channel: (id) => id,
  you: '',
};
const ReaderContext = createContext(NOBODY);
// Apart from the names: those change with every channel that comes, and dates are dear.
const LocaleContext = createContext<Locale>({ timeZone: 'UTC', language: 'en-US', hourCycle: 'h23' });
const NowContext = createContext(0);

export interface ReadingProps extends Pick<PageState, 'people' | 'groups' | 'channels'> {
  readonly you: string;
  /** The browser's own where not given. */
  readonly timeZone?: string;
  readonly language?: string;
  /** Milliseconds; the browser's clock where not given. */
  readonly now?: () => number;
  readonly children: ReactNode;
}

const MINUTE = 60_000;

/** Stands once around everything that shows blocks: names, zone, language and a clock that goes by minutes. */
export function Reading({ people, groups, channels, you, timeZone, language, now = Date.now, children }: ReadingProps) {
  const reader = useMemo(
    (): Reader => ({
      person: named(people, (one) => one.realName),
      group: named(groups, (one) => one.handle),
      channel: named(channels, (one) => one.name),
      you,
    }),
    [people, groups, channels, you],
  );
  const locale = useMemo(() => localeOf(language, timeZone), [language, timeZone]);
  return (
    <ReaderContext value={reader}>
      <LocaleContext value={locale}>
        <NowContext value={useMinutes(now)}>{children}</NowContext>
      </LocaleContext>
    </ReaderContext>
  );
}

export function useReader(): Reader {
  return useContext(ReaderContext);
}

/** Zone, language and clock of the reader. */
export function useLocale(): Locale {
  return useContext(LocaleContext);
}

/** Milliseconds, a new number each minute: only what shows "today" or "5 minutes ago" should ask. */
export function useNow(): number {
  return useContext(NowContext);
}

/** What was not given is the browser's own. */
function localeOf(language = navigator.language, timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone): Locale {
  const { hour12 } = new Intl.DateTimeFormat(language, { hour: 'numeric' }).resolvedOptions();
  return { language, timeZone, hourCycle: hour12 === true ? 'h12' : 'h23' };
}

function useMinutes(now: () => number): number {
  const [at, setAt] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), MINUTE);
    return () => clearInterval(timer);
  }, [now]);
  return at;
}

function named<T extends { readonly id: string }>(all: readonly T[], name: (one: T) => string): (id: string) => string {
  const names = new Map(all.map((one) => [one.id, name(one)]));
  return (id) => names.get(id) ?? id;
}
