import {
  type Database,
  type EventLog,
  type EventStream,
  type Logger,
  runSubgraph,
  type Subgraph,
} from '@ketqua/platform';
import type { ResultsContext } from './context.js';
import { keyRing, phoneTransitRing } from './key-ring.js';
import { loadersOn } from './loaders.js';
import { migrations } from './migrations/index.js';
import { certificateEntities } from './modules/certificate/certificate.entity.js';
import { CertificateIssuer } from './modules/certificate/certificate-issuer.js';
import { checkpointEntities } from './modules/checkpoint/checkpoint.entity.js';
import { personEntities } from './modules/person/person.entity.js';
import { keepRetention } from './modules/retention/retention.js';
import { submissionEntities } from './modules/submission/submission.entity.js';
import { testResultEntities } from './modules/test-result/test-result.entity.js';
import { verificationEntities } from './modules/verification/verification.entity.js';
import { buildResultsSchema } from './schema.js';

/** What the results subgraph is told at its start. */
export interface ResultsSettings {
  /** ISO 3166-1 alpha-2: of the issuer, and of phones without a prefix. */
  readonly country: string;
  /** The issuing authority, as certificates name it; at most 80 characters. */
  readonly authority: string;
}

/** What the results subgraph stands on. */
export interface ResultsParts {
  readonly database: Database;
  readonly events: EventLog;
  readonly stream: EventStream;
  readonly masterKey: Buffer;
  readonly log: Logger;
  readonly settings: ResultsSettings;
}

const entities = [
  ...submissionEntities,
  ...testResultEntities,
  ...personEntities,
  ...certificateEntities,
  ...checkpointEntities,
  ...verificationEntities,
];

/** Opens the subgraph that owns results, people, certificates, checkpoints and verifications. */
export async function openResults(parts: ResultsParts): Promise<Subgraph> {
  const { database, events, stream, masterKey, log, settings } = parts;
  keyRing.unlock(masterKey);
  phoneTransitRing.unlock(masterKey);
  const orm = await database.connect({ name: 'results', entities, migrations });
  const issuer = await CertificateIssuer.open(database, orm, {
    country: settings.country,
    name: settings.authority,
  });
  const endRetention = keepRetention(events, log);
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
        loaders: loadersOn(em),
        country: settings.country,
        signal,
      };
    },
    ready: () =>
      database.query('select 1').then(
        () => true,
        () => false,
      ),
    close: endRetention,
  });
}
