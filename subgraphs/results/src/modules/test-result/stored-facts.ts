import type { Query } from '@ketqua/platform';
import { keyRing } from '../../key-ring.js';
import type { CanonicalResult, ReportedPatient } from '../submission/canonical-result.js';

interface FactsRow extends Omit<CanonicalResult, 'patient' | 'specimenCollectedAt' | 'resultedAt'> {
  readonly id: string;
  readonly patient: Uint8Array;
  readonly specimenCollectedAt: string;
  readonly resultedAt: string | null;
}

/** What is stored of some results, as a row would say it: what a correction or a withdrawal starts from. */
export async function storedFacts(
  query: Query,
  resultIds: readonly string[],
): Promise<Map<string, CanonicalResult>> {
  if (!resultIds.length) return new Map();
  const rows = await query<FactsRow>(
    `select id, accession_number as "accessionNumber", test_code as "testCode", sub_id as "subId",
            test_name as "testName", method, device_id as "deviceId", disease, outcome, status,
            specimen_kind as "specimenKind", specimen_purpose as "specimenPurpose", run_id as "runId", instrument,
            kit_lot as "kitLot", specimen_collected_at as "specimenCollectedAt", resulted_at as "resultedAt", patient
       from results.test_result where id = any($1::uuid[])`,
    [[...resultIds]],
  );
  return new Map(rows.map(({ id, ...row }) => [id, factsOf(row)]));
}

function factsOf({
  patient,
  specimenCollectedAt,
  resultedAt,
  ...row
}: Omit<FactsRow, 'id'>): CanonicalResult {
  return {
    ...row,
    specimenCollectedAt: new Date(specimenCollectedAt),
    resultedAt: resultedAt === null ? null : new Date(resultedAt),
    patient: JSON.parse(keyRing.open(patient, 'test_result.patient')) as ReportedPatient,
  };
}
