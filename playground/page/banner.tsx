import type { Known } from './store.js';

/** What keeps one from being answered; nothing while all is well. */
export function bannerOf({ state, heard }: Known): string | null {
  if (heard === 'lost') return 'The demo does not answer. Trying again.';
  if (state?.bot === 'gone') return 'The bot is gone. It does not answer until it is back.';
  if (state?.bot === 'starting') return 'The bot is starting. It answers in a moment.';
  return null;
}

/** Always there, so that what appears in it is read out. */
export function Banner({ known }: { readonly known: Known }) {
  return (
    <div role="status" className="banner">
      {bannerOf(known)}
    </div>
  );
}
