import type { PagePerson } from '../page-server/protocol.js';
import { letterOf, shadeOf } from './people.js';

/** Somebody's picture: a letter. The name stands beside it, so nothing is read out. */
export function Avatar({ person }: { readonly person: PagePerson | undefined }) {
  return (
    <span className="avatar" data-shade={person?.bot === true ? 'bot' : shadeOf(person?.id ?? '')} aria-hidden="true">
      {letterOf(person)}
    </span>
  );
}
