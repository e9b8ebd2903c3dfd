import type { PageChannel } from '../page-server/protocol.js';

/** `#inc-api`; a private channel with a lock; a direct conversation by the other's name. */
export function ChannelName({ channel: { kind, name } }: { readonly channel: PageChannel }) {
  if (kind === 'im') return <>{name}</>;
  return (
    <>
      {kind === 'private' && <span aria-hidden="true">🔒 </span>}#{name}
    </>
  );
}

/** The same as plain text. */
export function nameOf({ kind, name }: PageChannel): string {
  return kind === 'im' ? name : `#${name}`;
}
