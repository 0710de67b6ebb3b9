import type { Query } from '@ketqua/platform';
import { resolveDisputes, writeEvents } from '../dispute/resolve-disputes.js';
import type { Accessor } from '../record-access/accessor.js';
import { noteAccessToResults } from '../record-access/note-access.js';
import { AccessorKind, RecordAct } from '../record-access/record-act.js';
import { closeFollowUps } from '../test-result/open-follow-ups.js';
import { finalStatuses } from '../test-result/status-transitions.js';

/** Why results are withdrawn, and who says so. */
export interface Withdrawal {
  readonly reason: string;
  readonly recalledBy: AccessorKind;
  readonly recalledById: string | null;
}

/** A blind index as events carry it: base64url without padding (RFC 4648, section 5). */
const phoneText = `rtrim(translate(encode(p.phone_index, 'base64'), '+/', '-_'), '=')`;

const isFinal = `status in (${finalStatuses.map((status) => `'${status}'`).join(', ')})`;

/**
 * Withdraws results whose rows are locked, with a handful of statements for any number: history, status, QR tokens,
 * holds, case reports, and the events that tell their lab, their people and the officers. What was not shown is told
 * to the lab alone.
 */
export async function withdrawResults(
  query: Query,
  resultIds: readonly string[],
  { reason, recalledBy, recalledById }: Withdrawal,
): Promise<{ qrTokensRevoked: number }> {
  if (!resultIds.length) return { qrTokensRevoked: 0 };
  // The parts of one statement see the results as they were: history takes the version that ends.
  const [counted] = await query<{ revoked: number }>(
    `with history as (
       insert into results.test_result_version (result_id, version, status, outcome, reason, changed_at, changed_by,
              facts_hash, specimen_collected_at, resulted_at, test_name, disease)
       select id, version, status, outcome, reason, changed_at, changed_by,
              facts_hash, specimen_collected_at, resulted_at, test_name, disease
         from results.test_result where id = any($1::uuid[])
     ), withdrawn as (
       update results.test_result
          set version = version + 1, reason = $2, changed_by = $3, changed_at = now(),
              status = case when ${isFinal} then 'ENTERED_IN_ERROR' else 'CANCELLED' end
        where id = any($1::uuid[])
       returning id, version, lab_id, person_id, released_at is not null as shown
     ), phones as (
       select p.person_id, jsonb_agg(${phoneText}) as indexes
         from results.person_phone p join (select distinct person_id from withdrawn where shown) w using (person_id)
        group by p.person_id
     ), told as (
       insert into events.event (topic, payload)
       select 'test-result.released', jsonb_build_object(
                'resultId', w.id, 'version', w.version, 'labId', w.lab_id, 'personId', w.person_id,
                'phoneIndexes', case when w.shown then coalesce(p.indexes, '[]') else '[]' end, 'delaySeconds', null)
         from withdrawn w left join phones p using (person_id) order by w.id
     ), noticed as (
       insert into events.event (topic, payload)
       select 'person.notice-due', jsonb_build_object('phoneIndexes', jsonb_agg(distinct index))
         from phones, jsonb_array_elements(phones.indexes) as index having count(*) > 0
     ), revoked as (
       update results.certificate set revoked_at = now()
        where result_id = any($1::uuid[]) and revoked_at is null and superseded_at is null
       returning id, person_id, certificate_id
     ), warned as (
       insert into events.event (topic, payload)
       select 'qr-token.status-changed', jsonb_build_object(
                'qrTokenId', id, 'personId', person_id, 'status', 'REVOKED',
                'certificateHash', encode(sha256(convert_to(certificate_id, 'UTF8')), 'hex'))
         from revoked order by id
     ), unheld as (
       delete from results.result_hold where result_id = any($1::uuid[])
     )
     select count(*)::int as revoked from revoked`,
    [resultIds, reason, recalledBy],
  );
  await closeFollowUps({ query }, resultIds);
  const by = (labId: string): Accessor => ({
    kind: recalledBy,
    actorId: recalledById,
    labId: recalledBy === AccessorKind.AUTHORITY ? null : labId,
  });
  await noteAccessToResults(query, RecordAct.WITHDRAWN, resultIds, by);
  await writeEvents(query, await resolveDisputes(query, resultIds, by));
  return { qrTokensRevoked: counted!.revoked };
}
