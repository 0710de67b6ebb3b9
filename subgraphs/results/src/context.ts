import type { BundleRootSigner } from '@ketqua/health-cert/node';
import type { Caller, EventLog, EventStream, Logger, Orm } from '@ketqua/platform';
import type { Keeper } from './keeper.js';
import type { Loaders } from './loaders.js';
import type { CertificateIssuer } from './modules/certificate/certificate-issuer.js';
import type { LabUsage } from './modules/lab-limit/lab-limits.js';
import type { Trust } from './modules/trust/trust.js';
import type { TrustBundles } from './modules/trust/trust-bundles.js';
import type { OfficerLimits } from './modules/verification/admit-verifications.js';
import type { QueueKey } from './modules/verification/queue-key.js';

/** What one request works with: the first argument of every service. */
export interface ResultsContext extends Caller {
  /** A fork of its own. */
  readonly em: Orm['em'];
  readonly events: EventLog;
  readonly stream: EventStream;
  readonly log: Logger;
  readonly issuer: CertificateIssuer;
  readonly trust: Trust;
  /** Signs what verifiers are given; certificates are signed by other keys. */
  readonly root: BundleRootSigner;
  /** What verifiers are given to work with offline. */
  readonly bundles: TrustBundles;
  /** Works off recalls; woken when one begins. */
  readonly recalls: Keeper;
  /** Tells the holders of certificates of revoked keys; woken when one is revoked. */
  readonly revokedKeys: Keeper;
  readonly officerLimits: OfficerLimits;
  /** What officers' phones seal their queues to. */
  readonly queueKey: QueueKey;
  readonly loaders: Loaders;
  readonly labUsage: LabUsage;
  /** Where a phone without a country prefix belongs: ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Ends when a subscriber leaves. */
  readonly signal?: AbortSignal | undefined;
}
