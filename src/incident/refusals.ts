import type { Refusal } from './command.js';
import type { Incident } from './state.js';

/** It is closed: by whom and since when. */
export function alreadyClosed({ id, closed }: Incident): Refusal {
  const at = closed?.at ?? new Date(0).toISOString();
  return {
    refusal: 'already_closed',
    says: [
      `${id} was closed `,
      { time: at, to: 'minute' },
      ' by ',
      { person: closed?.by ?? '' },
      '. Nothing was changed.',
    ],
  };
}
