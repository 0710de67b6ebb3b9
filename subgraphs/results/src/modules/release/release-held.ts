import { happened, type Outbox, type Query } from '@ketqua/platform';
import { phonesOf } from '../person/resolve-people.js';

/** Why a held result may be shown now. */
export type Ground = 'AUTHORITY_NOTIFIED' | 'TOLD_IN_PERSON' | 'REVIEWED' | 'HOLD_EXPIRED';

/** What is written down of a release. */
export interface Release {
  readonly ground: Ground;
  /** The kind of whoever released it; null for the clock. */
  readonly releasedBy: string | null;
  readonly note: string | null;
}

interface Released {
  readonly id: string;
  readonly version: number;
  readonly labId: string;
  readonly personId: string;
  readonly delaySeconds: number | null;
}

/**
 * Releases held results whose rows are locked, and tells whoever waits, exactly as a first release does. Where the
 * authority was notified, the case report is marked as sent. Gives the ids of those released.
 */
export async function releaseHeld(
  { query, outbox }: { query: Query; outbox: Outbox },
  resultIds: readonly string[],
  { ground, releasedBy, note }: Release,
): Promise<string[]> {
  if (!resultIds.length) return [];
  const released = await query<Released>(
    `with ended as (
       delete from results.result_hold where result_id = any($1::uuid[]) returning result_id
     ), released as (
       update results.test_result r set released_at = now() from ended
        where r.id = ended.result_id and r.released_at is null
       returning r.id, r.version, r.lab_id, r.person_id, r.specimen_collected_at
     ), noted as (
       insert into results.result_release (result_id, version, ground, released_by, note, released_at)
       select id, version, $2, $3, $4, now() from released
     )
     select id, version, lab_id as "labId", person_id as "personId",
            -- What was settled before may have been shown before: its delay was told then.
            case when not exists (
              select from results.test_result_version v where v.result_id = released.id
                 and v.status in ('FINAL', 'AMENDED', 'CORRECTED', 'APPENDED')
            ) then greatest(0, round(extract(epoch from now() - specimen_collected_at)))::int end as "delaySeconds"
       from released order by id`,
    [resultIds, ground, releasedBy, note],
  );
  if (ground === 'AUTHORITY_NOTIFIED') await markNotified(query, released);
  await tell({ query, outbox }, released);
  return released.map(({ id }) => id);
}

/** A disease that had no policy has no case report yet: the notice is kept all the same. */
async function markNotified(query: Query, released: readonly Released[]): Promise<void> {
  await query(
    `insert into results.case_report (result_id, due_at, sent_at)
     select id, now(), now() from results.test_result where id = any($1::uuid[]) and outcome = 'DETECTED'
     on conflict (result_id) do update set sent_at = coalesce(case_report.sent_at, excluded.sent_at)`,
    [released.map(({ id }) => id)],
  );
}

async function tell(
  { query, outbox }: { query: Query; outbox: Outbox },
  released: readonly Released[],
): Promise<void> {
  const phones = await phonesOf(
    query,
    released.map(({ personId }) => personId),
  );
  const noticed = new Set<string>();
  for (const { id: resultId, version, labId, personId, delaySeconds } of released) {
    const phoneIndexes = phones.get(personId) ?? [];
    outbox(
      happened('test-result.released', { resultId, version, labId, personId, phoneIndexes, delaySeconds }),
    );
    for (const index of phoneIndexes) noticed.add(index);
  }
  if (noticed.size) outbox(happened('person.notice-due', { phoneIndexes: [...noticed] }));
}
