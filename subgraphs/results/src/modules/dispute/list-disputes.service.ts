import { hasRole, labOf, pageSize, queryIn } from '@ketqua/platform';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { hasClaimed } from '../claim/claims.js';
import { mayReadPatient } from '../test-result/present-patient.js';
import type { DisputeFilter } from './dispute.input.js';
import type { DisputeType } from './dispute.type.js';
import { type DisputeRecord, isOverdue, selectDisputes } from './dispute-record.js';
import { presentDisputes } from './readable-disputes.js';

const within = (column: string, place: number) => `($${place}::uuid is null or ${column} = $${place}::uuid)`;

/** The disputes that the caller answers for, newest first, one more than a page of `first`: ADMIN all, a lab its own. */
export async function listDisputes(
  context: ResultsContext,
  first: number,
  after: string | null | undefined,
  filter: DisputeFilter | null | undefined,
): Promise<DisputeType[]> {
  const { em, viewer } = context;
  const isAuthority = hasRole(viewer, 'ADMIN');
  const own = labOf(viewer);
  const labId = isAuthority ? null : own;
  if (!isAuthority && (!own || !mayReadPatient(viewer, own))) return [];
  const rows = await queryIn(em)<DisputeRecord>(
    `${selectDisputes} where ${within('d.lab_id', 1)} and ($2::uuid is null or d.id < $2::uuid)
        and ($3::text is null or d.state = $3) and ($4::boolean is null or (${isOverdue}) = $4)
        and ($5::boolean is null or (d.closed_at is null) = $5)
      order by d.id desc limit $6`,
    [
      ...[labId, after && isUuid(after) ? after : null, filter?.state ?? null],
      ...[filter?.isOverdue ?? null, filter?.isOpen ?? null, pageSize(first) + 1],
    ],
  );
  return presentDisputes(context, rows);
}

/** What the viewer's account disputed of a person whom it claimed, newest first, one more than a page of `first`. */
export async function disputesOfPerson(
  context: ResultsContext,
  personId: string,
  first: number,
  after: string | null | undefined,
): Promise<DisputeType[]> {
  const { em, viewer } = context;
  if (viewer.kind !== 'account' || !(await hasClaimed(context, personId))) return [];
  const rows = await queryIn(em)<DisputeRecord>(
    `${selectDisputes} where d.person_id = $1 and d.account_id = $2 and ($3::uuid is null or d.id < $3::uuid)
      order by d.id desc limit $4`,
    [personId, viewer.accountId, after && isUuid(after) ? after : null, pageSize(first) + 1],
  );
  return presentDisputes(context, rows);
}
