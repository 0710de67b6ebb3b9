import { type Query, queryIn, type Viewer } from '@ketqua/platform';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ResultsContext } from '../../context.js';

/** Why a claim is suspended: nobody used the account, its number is another's, or a laboratory had the wrong one. */
export type SuspensionReason = 'IDLE' | 'WRONG_NUMBER' | 'PHONE_REPORTED' | 'PHONE_CORRECTED';

/**
 * The claims of an account ($1) that are open on a device ($2): not suspended, and proven there, the one by itself or
 * any of those that belong together.
 */
const openClaims = `
  from results.claim c
 where c.account_id = $1 and c.suspended_at is null
   and (not c.is_apart and exists (
          select from results.proven_device d where d.account_id = c.account_id and d.device_id = $2)
        or exists (select from results.proven_person p
                    where p.account_id = c.account_id and p.device_id = $2 and p.person_id = c.person_id))`;

/**
 * Whether the viewer's account proved to be, or to act for, a person. A suspended claim does not count, nor does any
 * on a device where the account has proven nobody yet. The one gate before whatever belongs to a person.
 */
export async function hasClaimed(
  { em, viewer }: { readonly em: SqlEntityManager; readonly viewer: Viewer },
  personId: string,
): Promise<boolean> {
  if (viewer.kind !== 'account') return false;
  const claims = await queryIn(em)(`select ${openClaims} and c.person_id = $3`, [
    ...[viewer.accountId, viewer.deviceId, personId],
  ]);
  return claims.length > 0;
}

/** The people whom the viewer's account may see on this device. */
export async function claimedPeople({ em, viewer }: ResultsContext): Promise<Set<string>> {
  if (viewer.kind !== 'account') return new Set();
  const claims = await queryIn(em)<{ person_id: string }>(`select c.person_id ${openClaims} order by c.id`, [
    ...[viewer.accountId, viewer.deviceId],
  ]);
  return new Set(claims.map(({ person_id }) => person_id));
}

/** How a person was proven, and how sure that makes. */
export interface Proof {
  readonly method: 'BIRTH_DATE' | 'FULL_IDENTITY' | 'HELP_DESK_CODE';
  readonly assurance: 'LOW' | 'SUBSTANTIAL' | 'HIGH';
}

/** Whose claim it is, and on which device. */
interface Claimant {
  readonly accountId: string;
  readonly deviceId: string;
  readonly phoneIndex: string;
}

/**
 * Opens a person to the viewer's account; and, where the device knows the account's people or this is one of them, all
 * of them there. Anybody else stays apart: a number that was given to somebody else is theirs to prove, and opens
 * nobody of before. A surer proof of before stays. The account's lock is the caller's to hold.
 */
export async function openClaim(
  query: Query,
  viewer: Claimant,
  claim: { readonly id: string; readonly personId: string } & Proof,
): Promise<void> {
  const isApart = !(await provesDevice(query, viewer, claim.personId));
  const rank = (column: string) => `array_position(array['LOW', 'SUBSTANTIAL', 'HIGH'], ${column}.assurance)`;
  const isSurer = `${rank('claim')} > ${rank('excluded')} and claim.suspended_at is null`;
  await query(
    `insert into results.claim (id, person_id, account_id, phone_index, method, assurance, is_apart)
       values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (person_id, account_id) do update set
       method = case when ${isSurer} then claim.method else excluded.method end,
       assurance = case when ${isSurer} then claim.assurance else excluded.assurance end,
       is_apart = claim.is_apart and excluded.is_apart,
       phone_index = excluded.phone_index, created_at = now(), suspended_at = null, suspended_reason = null`,
    [
      ...[claim.id, claim.personId, viewer.accountId, Buffer.from(viewer.phoneIndex, 'base64url')],
      ...[claim.method, claim.assurance, isApart],
    ],
  );
  await (isApart ? noteProvenPerson(query, viewer, claim.personId) : noteProvenDevice(query, viewer));
}

/** Whether a proof of this person opens all: on a device that is known, of one of them, or where there is no other. */
async function provesDevice(
  query: Query,
  { accountId, deviceId }: Claimant,
  personId: string,
): Promise<boolean> {
  const [row] = await query<{ proves: boolean }>(
    `select exists (select from results.proven_device where account_id = $1 and device_id = $2)
         or exists (select from results.claim where account_id = $1 and person_id = $3 and not is_apart)
         or not exists (select from results.claim
                         where account_id = $1 and person_id <> $3 and not is_apart and suspended_at is null)
            as proves`,
    [accountId, deviceId, personId],
  );
  return row!.proves;
}

async function noteProvenPerson(
  query: Query,
  { accountId, deviceId }: Claimant,
  personId: string,
): Promise<void> {
  await query(
    `insert into results.proven_person (account_id, device_id, person_id) values ($1, $2, $3)
       on conflict do nothing`,
    [accountId, deviceId, personId],
  );
}

/** Whoever was proven there by themselves belongs to the others from now on. */
async function noteProvenDevice(query: Query, { accountId, deviceId }: Claimant): Promise<void> {
  await query(
    `insert into results.proven_device (account_id, device_id) values ($1, $2)
       on conflict (account_id, device_id) do nothing`,
    [accountId, deviceId],
  );
  await query(
    `update results.claim c set is_apart = false
       from results.proven_person p
      where c.account_id = $1 and c.is_apart
        and p.account_id = c.account_id and p.device_id = $2 and p.person_id = c.person_id`,
    [accountId, deviceId],
  );
}

/** Closes an account's people on all of its devices until one of them is proven again. */
export async function suspendAccounts(query: Query, accountIds: readonly string[]): Promise<void> {
  await query(
    `update results.claim set suspended_at = now(), suspended_reason = 'IDLE'
      where account_id = any($1::uuid[]) and suspended_at is null`,
    [[...accountIds]],
  );
  for (const table of ['proven_device', 'proven_person']) {
    await query(`delete from results.${table} where account_id = any($1::uuid[])`, [[...accountIds]]);
  }
}

/** Takes away all that accounts which are closed had opened. */
export async function endAccounts(query: Query, accountIds: readonly string[]): Promise<void> {
  for (const table of ['claim', 'proven_device', 'proven_person', 'claim_failure']) {
    await query(`delete from results.${table} where account_id = any($1::uuid[])`, [[...accountIds]]);
  }
}
