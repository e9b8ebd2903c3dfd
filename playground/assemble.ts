import { Changes } from './changes.js';
import { Directory } from './directory.js';
import { Ids } from './ids.js';
import { Messages } from './messages.js';
import { Modals } from './modals.js';
import type { WorkspaceOptions } from './options.js';
import type { Parts } from './parts.js';
import { identityOf } from './populate.js';
import { ResponseUrls } from './response-urls.js';
import { Tokens } from './tokens.js';
import { Triggers } from './triggers.js';
import { Uploads } from './uploads.js';

/** Everything a workspace is made of, still empty. `base` is its own address, once it listens. */
export function assemble(options: WorkspaceOptions, base: () => string): Parts {
  const clock = options.clock ?? Date.now;
  const identity = identityOf(options);
  const changes = new Changes();
  const ids = new Ids(base());
  return {
    identity,
    tokens: new Tokens({ bot: identity.botToken, app: identity.appToken }),
    manifest: options.manifest,
    clock,
    ids,
    changes,
    directory: new Directory(changes),
    messages: new Messages(changes, clock),
    modals: new Modals(changes, ids),
    triggers: new Triggers(ids, clock, options.triggerLife),
    responseUrls: new ResponseUrls(ids, clock, base),
    uploads: new Uploads(ids),
  };
}
