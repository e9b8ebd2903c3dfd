import { useEffect, useSyncExternalStore } from 'react';
import { Banner } from './banner.js';
import { personInUrl, PERSON_AT_FIRST } from './person-in-url.js';
import type { Store } from './store.js';
import { Workspace } from './workspace.js';

/** The whole page over its store. */
export function Page({ store }: { readonly store: Store }) {
  const known = useSyncExternalStore(store.subscribe, store.known);
  useEffect(() => store.be(personInUrl()), [store]);
  return (
    <>
      <Banner known={known} />
      {known.state === null ? (
        <Waiting lost={known.heard === 'lost'} />
      ) : (
        <Workspace store={store} state={known.state} />
      )}
    </>
  );
}

/** Before the first word; a name in the address that nobody has never gets one. */
function Waiting({ lost }: { readonly lost: boolean }) {
  const name = personInUrl();
  return (
    <main className="waiting">
      <p>Connecting as {name}.</p>
      {lost && name !== PERSON_AT_FIRST && (
        <p>
          Perhaps nobody is called that. <a href={`?as=${PERSON_AT_FIRST}`}>Be {PERSON_AT_FIRST}</a>
        </p>
      )}
    </main>
  );
}
