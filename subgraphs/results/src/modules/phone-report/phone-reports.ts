import type { Query } from '@ketqua/platform';
import { newId } from '@ketqua/platform';
import type { SuspensionReason } from '../claim/claims.js';
import { noteWrongPhones, resultsWithPhone } from './wrong-phone-results.js';

/** A person and a phone, by its blind index. */
export interface PersonPhone {
  readonly personId: string;
  readonly phoneIndex: Buffer;
}

/**
 * Parts phones from people: nothing of them is told there any more, and what was claimed from there is suspended until
 * it is proven anew.
 */
export async function partPhones(
  query: Query,
  parted: readonly PersonPhone[],
  reason: SuspensionReason,
): Promise<void> {
  if (!parted.length) return;
  const pairs = [parted.map(({ phoneIndex }) => phoneIndex), parted.map(({ personId }) => personId)];
  await query(
    `delete from results.person_phone p using unnest($1::bytea[], $2::uuid[]) as parted (phone_index, person_id)
      where p.phone_index = parted.phone_index and p.person_id = parted.person_id`,
    pairs,
  );
  await query(
    `update results.claim c set suspended_at = now(), suspended_reason = $3
       from unnest($1::bytea[], $2::uuid[]) as parted (phone_index, person_id)
      where c.phone_index = parted.phone_index and c.person_id = parted.person_id and c.suspended_at is null`,
    [...pairs, reason],
  );
}

/** Brings a phone and a person together whom a help desk has compared: what was reported of them before is over. */
export async function joinPhone(query: Query, { personId, phoneIndex }: PersonPhone): Promise<void> {
  await query('delete from results.phone_report where phone_index = $1 and person_id = $2', [
    phoneIndex,
    personId,
  ]);
  await query(
    `insert into results.person_phone (phone_index, person_id) values ($1, $2)
       on conflict (phone_index, person_id) do nothing`,
    [phoneIndex, personId],
  );
}

/**
 * Keeps that a phone is not a person's: a lab that reports it again does not bring them together. The laboratories whose
 * results carry it are to correct it.
 */
export async function keepReport(query: Query, { personId, phoneIndex }: PersonPhone): Promise<void> {
  await query(
    `insert into results.phone_report (id, person_id, phone_index) values ($1, $2, $3)
       on conflict (phone_index, person_id) do nothing`,
    [newId(), personId, phoneIndex],
  );
  const resultIds = await resultsWithPhone(query, { personId, phoneIndex });
  await noteWrongPhones(
    query,
    resultIds.map((resultId) => ({ personId, phoneIndex, resultId })),
  );
}

/** Those of some phones that nobody said are not these people's. */
export async function undisputed<Reported extends PersonPhone>(
  query: Query,
  reported: readonly Reported[],
): Promise<Reported[]> {
  const rows = await query<{ person_id: string; phone_index: Uint8Array }>(
    'select person_id, phone_index from results.phone_report where phone_index = any($1::bytea[])',
    [reported.map(({ phoneIndex }) => phoneIndex)],
  );
  if (!rows.length) return [...reported];
  const keyOf = (personId: string, phoneIndex: Uint8Array) =>
    personId + Buffer.from(phoneIndex).toString('hex');
  const disputed = new Set(rows.map(({ person_id, phone_index }) => keyOf(person_id, phone_index)));
  return reported.filter(({ personId, phoneIndex }) => !disputed.has(keyOf(personId, phoneIndex)));
}
