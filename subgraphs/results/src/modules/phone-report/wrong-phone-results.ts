import type { Query } from '@ketqua/platform';
import { keyRing } from '../../key-ring.js';
import type { ReportedPatient } from '../submission/canonical-result.js';
import { phoneIndexOf } from '../submission/fingerprint.js';
import type { PersonPhone } from './phone-reports.js';

/** Notes which results carry phones that were said to be wrong, so that their laboratories hear of it. */
export async function noteWrongPhones(
  query: Query,
  carried: readonly (PersonPhone & { readonly resultId: string })[],
): Promise<void> {
  if (!carried.length) return;
  await query(
    `insert into results.phone_report_result (report_id, result_id)
     select p.id, carried.result_id
       from unnest($1::uuid[], $2::bytea[], $3::uuid[]) as carried (person_id, phone_index, result_id)
       join results.phone_report p using (person_id, phone_index)
     on conflict do nothing`,
    [
      carried.map(({ personId }) => personId),
      carried.map(({ phoneIndex }) => phoneIndex),
      carried.map(({ resultId }) => resultId),
    ],
  );
}

/** The results of a person that carry a phone, each as its newest version says. */
export async function resultsWithPhone(
  query: Query,
  { personId, phoneIndex }: PersonPhone,
): Promise<string[]> {
  const rows = await query<{ id: string; patient: Uint8Array }>(
    `select id, patient from results.test_result
      where person_id = $1 and status not in ('CANCELLED', 'ENTERED_IN_ERROR')`,
    [personId],
  );
  return rows.flatMap(({ id, patient }) => {
    const { phone } = JSON.parse(keyRing.open(patient, 'test_result.patient')) as ReportedPatient;
    return phone && phoneIndexOf(phone).equals(phoneIndex) ? [id] : [];
  });
}

/** Results whose phone their laboratory corrected are nobody's to correct any more. */
export async function closeWrongPhones(query: Query, resultIds: readonly string[]): Promise<void> {
  await query('delete from results.phone_report_result where result_id = any($1::uuid[])', [[...resultIds]]);
}
