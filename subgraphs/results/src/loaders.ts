import { type Orm, queryIn, type Viewer } from '@ketqua/platform';
import DataLoader from 'dataloader';
import { keyRing } from './key-ring.js';
import { Certificate } from './modules/certificate/certificate.entity.js';
import { Checkpoint } from './modules/checkpoint/checkpoint.entity.js';
import { type DisputeRecord, selectDisputes } from './modules/dispute/dispute-record.js';
import { noteAccess } from './modules/record-access/note-access.js';
import { openedResult } from './modules/record-access/opened-result.js';
import { RecordAct } from './modules/record-access/record-act.js';
import { ResultHold } from './modules/release/result-hold.entity.js';
import type { ReportedPatient } from './modules/submission/canonical-result.js';
import { type TestResult, TestResultVersion } from './modules/test-result/test-result.entity.js';

/** Reads of one request that are asked node by node and answered page by page. */
export interface Loaders {
  readonly certificatesOf: DataLoader<string, Certificate[]>;
  readonly versionsOf: DataLoader<string, TestResultVersion[]>;
  readonly checkpoint: DataLoader<string, Checkpoint | null>;
  readonly holdOf: DataLoader<string, ResultHold | null>;
  /** The patient of a result, as reported: for those only who may read it. */
  readonly patientOf: DataLoader<string, ReportedPatient | null>;
  readonly disputesOf: DataLoader<string, DisputeRecord[]>;
  /** Writes down that the patient of a result is shown to its lab. */
  readonly viewed: DataLoader<TestResult, true>;
}

/** Makes the loaders of one request. Nothing is remembered past a batch: a subscription lives for hours. */
export function loadersOn(em: Orm['em'], viewer: Viewer): Loaders {
  const grouped = <Row>(ids: readonly string[], rows: readonly Row[], idOf: (row: Row) => string) => {
    const groups = Map.groupBy(rows, idOf);
    return ids.map((id) => groups.get(id) ?? []);
  };
  return {
    certificatesOf: new DataLoader(
      async (ids) => {
        const rows = await em.find(
          Certificate,
          { resultId: { $in: [...ids] } },
          { orderBy: { issuedAt: 'desc' } },
        );
        return grouped(ids, rows, ({ resultId }) => resultId);
      },
      { cache: false },
    ),
    versionsOf: new DataLoader(
      async (ids) => {
        const rows = await em.find(
          TestResultVersion,
          { resultId: { $in: [...ids] } },
          { orderBy: { version: 'desc' } },
        );
        return grouped(ids, rows, ({ resultId }) => resultId);
      },
      { cache: false },
    ),
    checkpoint: new DataLoader(
      async (ids) => byKey(ids, await em.find(Checkpoint, { id: { $in: [...ids] } }), ({ id }) => id),
      { cache: false },
    ),
    holdOf: new DataLoader(
      async (ids) =>
        byKey(ids, await em.find(ResultHold, { resultId: { $in: [...ids] } }), ({ resultId }) => resultId),
      { cache: false },
    ),
    patientOf: new DataLoader(
      async (ids) => {
        const rows = await queryIn(em)<{ id: string; patient: Uint8Array }>(
          'select id, patient from results.test_result where id = any($1::uuid[])',
          [[...ids]],
        );
        return byKey(ids, rows, ({ id }) => id).map(
          (row) => row && (JSON.parse(keyRing.open(row.patient, 'test_result.patient')) as ReportedPatient),
        );
      },
      { cache: false },
    ),
    disputesOf: new DataLoader(
      async (ids) => {
        const rows = await queryIn(em)<DisputeRecord>(
          `${selectDisputes} where d.result_id = any($1::uuid[]) order by d.id desc`,
          [[...ids]],
        );
        return grouped(ids, rows, ({ resultId }) => resultId);
      },
      { cache: false },
    ),
    viewed: new DataLoader(
      async (rows) => {
        await noteAccess({ em, viewer }, RecordAct.VIEWED, rows.map(openedResult));
        return rows.map((): true => true);
      },
      { cache: false },
    ),
  };
}

function byKey<Row>(keys: readonly string[], rows: readonly Row[], keyOf: (row: Row) => string) {
  const found = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => found.get(key) ?? null);
}
