import type { AccessTokens, Caller, EventLog, EventStream, JobQueue, Logger, Orm } from '@ketqua/platform';
import type { PhoneVerifier } from './modules/phone-network/phone-verifier.js';
import type { CitizensSettings } from './settings.js';

/** What one request works with: the first argument of every service. */
export interface CitizensContext extends Caller {
  /** A fork of its own. */
  readonly em: Orm['em'];
  readonly events: EventLog;
  readonly stream: EventStream;
  readonly log: Logger;
  readonly jobs: JobQueue;
  readonly tokens: AccessTokens;
  readonly verifier: PhoneVerifier;
  readonly settings: CitizensSettings;
  /** Ends when a subscriber leaves. */
  readonly signal?: AbortSignal | undefined;
}
