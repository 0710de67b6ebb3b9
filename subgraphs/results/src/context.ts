import type { Caller, EventLog, EventStream, Logger, Orm } from '@ketqua/platform';
import type { Loaders } from './loaders.js';
import type { CertificateIssuer } from './modules/certificate/certificate-issuer.js';

/** What one request works with: the first argument of every service. */
export interface ResultsContext extends Caller {
  /** A fork of its own. */
  readonly em: Orm['em'];
  readonly events: EventLog;
  readonly stream: EventStream;
  readonly log: Logger;
  readonly issuer: CertificateIssuer;
  readonly loaders: Loaders;
  /** Where a phone without a country prefix belongs: ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Ends when a subscriber leaves. */
  readonly signal?: AbortSignal | undefined;
}
