import { labOf, pageSize, queryIn } from '@ketqua/platform';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { PhoneReport } from './phone-report.types.js';

/**
 * The phones that the caller's laboratory gave for its patients and that are not theirs, newest first, one more than a
 * page of `first`. What was corrected or withdrawn is listed no more.
 */
export async function listPhoneReports(
  { em, viewer }: ResultsContext,
  first: number,
  after: string | null | undefined,
): Promise<PhoneReport[]> {
  const labId = labOf(viewer);
  if (!labId) return [];
  const rows = await queryIn(em)<{ id: string; reportedAt: string; accessionNumbers: string[] }>(
    `select p.id, to_json(p.reported_at) #>> '{}' as "reportedAt",
            (array_agg(r.accession_number order by r.id desc))[1:10] as "accessionNumbers"
       from results.phone_report p
       join results.phone_report_result carried on carried.report_id = p.id
       join results.test_result r on r.id = carried.result_id
      where r.lab_id = $1 and r.status not in ('CANCELLED', 'ENTERED_IN_ERROR') and ($2::uuid is null or p.id < $2::uuid)
      group by p.id order by p.id desc limit $3`,
    [labId, after && isUuid(after) ? after : null, pageSize(first) + 1],
  );
  return rows.map(({ id, reportedAt, accessionNumbers }) =>
    Object.assign(new PhoneReport(), { id, reportedAt: new Date(reportedAt), accessionNumbers }),
  );
}
