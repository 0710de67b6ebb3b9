import {
  type Database,
  type EventLog,
  type EventStream,
  type Logger,
  runSubgraph,
  type SchemaDefinition,
  type Subgraph,
} from '@ketqua/platform';
import type { ResultsContext } from './context.js';
import { keyRing, phoneTransitRing } from './key-ring.js';
import { loadersOn } from './loaders.js';
import { migrations } from './migrations/index.js';
import { keepAudit } from './modules/audit/keep-audit.consumer.js';
import { certificateEntities } from './modules/certificate/certificate.entity.js';
import { CertificateIssuer } from './modules/certificate/certificate-issuer.js';
import { checkpointEntities } from './modules/checkpoint/checkpoint.entity.js';
import { hearOfAccounts } from './modules/claim/hear-of-accounts.consumer.js';
import { keepDisputes } from './modules/dispute/dispute-keeper.js';
import { generousLimits, LabUsage } from './modules/lab-limit/lab-limits.js';
import { personEntities } from './modules/person/person.entity.js';
import { recallEntities } from './modules/recall/recall.entity.js';
import { keepRecalls } from './modules/recall/recall-keeper.js';
import { keepHolds } from './modules/release/hold-keeper.js';
import { releaseEntities } from './modules/release/result-hold.entity.js';
import { keepRetention } from './modules/retention/retention.js';
import { keepRevokedKeys } from './modules/signing-key/revoked-key-keeper.js';
import { submissionEntities } from './modules/submission/submission.entity.js';
import { testResultEntities } from './modules/test-result/test-result.entity.js';
import { openBundleRoot } from './modules/trust/bundle-root-store.js';
import { Trust } from './modules/trust/trust.js';
import { TrustBundles } from './modules/trust/trust-bundles.js';
import { generousOfficerLimits } from './modules/verification/admit-verifications.js';
import { openQueueKey } from './modules/verification/queue-key.js';
import { verificationEntities } from './modules/verification/verification.entity.js';
import { buildResultsSchema } from './schema.js';
import type { ResultsSettings } from './settings.js';

/** What the results subgraph stands on. */
export interface ResultsParts {
  readonly database: Database;
  readonly events: EventLog;
  readonly stream: EventStream;
  readonly masterKey: Buffer;
  readonly log: Logger;
  readonly settings: ResultsSettings;
}

/** What results keeps of its own. */
export const resultsDatabase: SchemaDefinition = {
  name: 'results',
  entities: [
    ...submissionEntities,
    ...testResultEntities,
    ...releaseEntities,
    ...recallEntities,
    ...personEntities,
    ...certificateEntities,
    ...checkpointEntities,
    ...verificationEntities,
  ],
  migrations,
};

/** Opens the subgraph that owns results, people, certificates, checkpoints and verifications. */
export async function openResults(parts: ResultsParts): Promise<Subgraph> {
  const { database, events, stream, masterKey, log, settings } = parts;
  keyRing.unlock(masterKey);
  phoneTransitRing.unlock(masterKey);
  const orm = await database.connect(resultsDatabase);
  const identity = { country: settings.country, name: settings.authority };
  const issuing = settings.issuing ?? { algorithm: 'ES256', statusShards: 1 };
  const issuer = await CertificateIssuer.open(database, orm, identity, issuing);
  const trust = new Trust(database, issuer);
  const root = await openBundleRoot(orm, settings.trustRoot);
  const bundles = TrustBundles.keep({ database, orm, issuer, foreign: trust.foreign, root, log });
  const queueKey = await openQueueKey(database);
  const audit = await keepAudit({ log: events, logger: log, orm });
  const endRetention = keepRetention(events, log);
  const holds = keepHolds({ orm, events, log });
  const disputes = keepDisputes({ orm, events, log });
  const recalls = keepRecalls({ orm, events, stream, log });
  const revokedKeys = keepRevokedKeys({ orm, events, log });
  const accounts = await hearOfAccounts({ log: events, logger: log, orm });
  const labUsage = new LabUsage(database, settings.labLimits ?? generousLimits, log);
  return runSubgraph<ResultsContext>({
    name: 'results',
    schema: await buildResultsSchema(),
    log,
    contextOf(caller, signal) {
      // With the context, so that a service called inside a transaction reads in it, not beside it.
      const em = orm.em.fork({ useContext: true });
      return {
        ...caller,
        em,
        events,
        stream,
        log,
        issuer,
        trust,
        root,
        bundles,
        recalls,
        revokedKeys,
        labUsage,
        queueKey,
        officerLimits: settings.officerLimits ?? generousOfficerLimits,
        loaders: loadersOn(em, caller.viewer),
        country: settings.country,
        signal,
      };
    },
    ready: () =>
      database.query('select 1').then(
        () => true,
        () => false,
      ),
    async close() {
      await Promise.all([
        endRetention(),
        holds.end(),
        disputes.end(),
        recalls.end(),
        revokedKeys.end(),
        accounts.stop(),
        audit.stop(),
      ]);
    },
  });
}
