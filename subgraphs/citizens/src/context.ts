import type { AccessTokens, Caller, EventLog, EventStream, JobQueue, Logger, Orm } from '@ketqua/platform';
import type { ForgedWebhooks } from './modules/phone-network/forged-webhooks.js';
import type { PhoneVerifier } from './modules/phone-network/phone-verifier.js';
import type { RateLimits } from './modules/sign-in/rate-limits.js';
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
  /** What is counted to be limited; never asked in a transaction. */
  readonly limits: RateLimits;
  /** Webhooks that were not the provider's, by address. */
  readonly forgedWebhooks: ForgedWebhooks;
  /** What browsers know this installation's pushes by; null where it sends none. */
  readonly pushKey: string | null;
  readonly settings: CitizensSettings;
  /** Ends when a subscriber leaves. */
  readonly signal?: AbortSignal | undefined;
}
