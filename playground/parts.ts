import type { Changes } from './changes.js';
import type { Directory } from './directory.js';
import type { Ids } from './ids.js';
import type { Manifest } from './manifest.js';
import type { Messages } from './messages.js';
import type { Modals } from './modals.js';
import type { Clock } from './model.js';
import type { ResponseUrls } from './response-urls.js';
import type { Tokens } from './tokens.js';
import type { Triggers } from './triggers.js';
import type { Uploads } from './uploads.js';

/** Who the app is in this workspace. */
export interface Identity {
  readonly teamId: string;
  readonly teamName: string;
  readonly teamDomain: string;
  readonly appId: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
}

/** What the workspace is made of; built once in workspace.ts and handed down. */
export interface Parts {
  readonly identity: Identity;
  readonly manifest: Manifest;
  readonly clock: Clock;
  readonly tokens: Tokens;
  readonly ids: Ids;
  readonly changes: Changes;
  readonly directory: Directory;
  readonly messages: Messages;
  readonly modals: Modals;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly uploads: Uploads;
}
