import type { AccessTokens, Caller, EventLog, EventStream, KeyRing, Logger, Orm } from '@ketqua/platform';
import type { KeyUse } from './modules/lab-key/key-use.js';
import type { DelayLoader } from './modules/lab-sync/delay-loader.js';
import type { SyncKeeper } from './modules/lab-sync/sync-keeper.js';
import type { LabLoader } from './modules/laboratory/lab-loader.js';
import type { LabsSettings } from './settings.js';

/** What one request works with: the first argument of every service. */
export interface LabsContext extends Caller {
  /** A fork of its own. */
  readonly em: Orm['em'];
  readonly events: EventLog;
  readonly stream: EventStream;
  readonly log: Logger;
  readonly labs: LabLoader;
  readonly delays: DelayLoader;
  readonly tokens: AccessTokens;
  readonly keyUse: KeyUse;
  readonly keeper: SyncKeeper;
  /** Blind indexes: a network address is counted, never stored. */
  readonly ring: KeyRing;
  readonly settings: LabsSettings;
  /** Ends when a subscriber leaves. */
  readonly signal?: AbortSignal | undefined;
}
