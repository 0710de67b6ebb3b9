import { pageSize, queryIn } from '@ketqua/platform';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { hasClaimed } from '../claim/claims.js';
import { presentResult } from '../test-result/present-result.js';
import { TestResult } from '../test-result/test-result.entity.js';
import { RecordResult } from './record-data.type.js';
import { keptUntil, type LegalBasis, type RetentionClass } from './retention-class.js';

interface HeldRow {
  readonly id: string;
  readonly legalBasis: LegalBasis;
  readonly retentionClass: RetentionClass;
  readonly isOnLegalHold: boolean;
}

/**
 * The released results of a claimed person with what the law asks to be said of each, one more than a page of
 * `first`. What is not released is not told of: that there is a result may be what somebody must say face to face.
 */
export async function resultsHeld(
  context: ResultsContext,
  personId: string,
  first: number,
  after: string | null | undefined,
): Promise<RecordResult[]> {
  if (!(await hasClaimed(context, personId))) return [];
  const { em, viewer } = context;
  const rows = await queryIn(em)<HeldRow>(
    `select id, legal_basis as "legalBasis", retention_class as "retentionClass", legal_hold as "isOnLegalHold"
       from results.test_result
      where person_id = $1 and released_at is not null and ($2::uuid is null or id > $2::uuid)
      order by id limit $3`,
    [personId, after && isUuid(after) ? after : null, pageSize(first) + 1],
  );
  const results = await em.find(TestResult, { id: { $in: rows.map(({ id }) => id) } });
  const byId = new Map(results.map((row) => [row.id, row]));
  return rows.flatMap((row) => {
    const result = byId.get(row.id);
    if (!result) return [];
    const until = keptUntil(row.retentionClass, result.resultedAt ?? result.specimenCollectedAt);
    return [
      Object.assign(new RecordResult(), { ...row, result: presentResult(result, viewer), keptUntil: until }),
    ];
  });
}
