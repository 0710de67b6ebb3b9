import { pageSize, queryIn } from '@ketqua/platform';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { hasClaimed } from '../claim/claims.js';
import { presentResult } from '../test-result/present-result.js';
import { TestResult } from '../test-result/test-result.entity.js';
import { RecordAccess } from './record-access.type.js';
import type { AccessorKind, RecordAct } from './record-act.js';

interface AccessRow {
  readonly id: string;
  readonly at: string;
  readonly act: RecordAct;
  readonly by: AccessorKind;
  readonly labId: string | null;
  readonly resultId: string | null;
}

/**
 * Who opened the record of a person whom the viewer claimed, newest first, one more than a page of `first`. What
 * concerns a result that is not released stays unsaid until it is: it would tell that there is one.
 */
export async function accessesOfPerson(
  context: ResultsContext,
  personId: string,
  first: number,
  after: string | null | undefined,
): Promise<RecordAccess[]> {
  if (!(await hasClaimed(context, personId))) return [];
  const { em, viewer } = context;
  const rows = await queryIn(em)<AccessRow>(
    `select a.id, to_json(a.at) #>> '{}' as at, a.act, a.actor_kind as by, a.lab_id as "labId",
            a.result_id as "resultId"
       from results.record_access a left join results.test_result r on r.id = a.result_id
      where a.person_id = $1 and (a.result_id is null or r.released_at is not null)
        and ($2::uuid is null or a.id < $2::uuid)
      order by a.id desc limit $3`,
    [personId, after && isUuid(after) ? after : null, pageSize(first) + 1],
  );
  const ids = [...new Set(rows.flatMap(({ resultId }) => resultId ?? []))];
  const results = await em.find(TestResult, { id: { $in: ids } });
  const byId = new Map(results.map((row) => [row.id, presentResult(row, viewer)]));
  return rows.map(({ id, at, act, by, labId, resultId }) =>
    Object.assign(new RecordAccess(), {
      id,
      at: new Date(at),
      act,
      by,
      lab: labId ? { id: labId } : null,
      result: (resultId && byId.get(resultId)) || null,
    }),
  );
}
