import { pageSize, queryIn } from '@ketqua/platform';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { hasClaimed } from '../claim/claims.js';
import { Claim, Person } from '../person/person.entity.js';
import { RecordClaim, RecordPerson } from './record-data.type.js';

/** The people whom the viewer claimed, one more than a page of `first`, in a lasting order. */
export async function claimedPeople(
  context: ResultsContext,
  first: number,
  after: string | null | undefined,
): Promise<RecordPerson[]> {
  const { em, viewer } = context;
  if (viewer.kind !== 'account') return [];
  const claims = await em.find(
    Claim,
    { accountId: viewer.accountId, ...(after && isUuid(after) && { personId: { $gt: after } }) },
    { orderBy: { personId: 'asc' } },
  );
  const claimed: string[] = [];
  for (const { personId } of claims) {
    if (claimed.length > pageSize(first)) break;
    // The one gate: a claim that is suspended, or not proven on this device, opens nothing.
    if (await hasClaimed(context, personId)) claimed.push(personId);
  }
  return presentPeople(context, claimed);
}

/** One person whom the viewer claimed, or `null`. */
export async function claimedPerson(context: ResultsContext, id: string): Promise<RecordPerson | null> {
  if (!isUuid(id) || !(await hasClaimed(context, id))) return null;
  const [person = null] = await presentPeople(context, [id]);
  return person;
}

async function presentPeople({ em, viewer }: ResultsContext, ids: readonly string[]) {
  if (viewer.kind !== 'account') return [];
  const people = await em.find(Person, { id: { $in: [...ids] } });
  const claims = await em.find(Claim, { accountId: viewer.accountId, personId: { $in: [...ids] } });
  const phones = await queryIn(em)<{ id: string; count: number }>(
    `select person_id as id, count(*)::int as count from results.person_phone
      where person_id = any($1::uuid[]) group by person_id`,
    [[...ids]],
  );
  return ids.flatMap((id) => {
    const person = people.find((one) => one.id === id);
    if (!person) return [];
    const claim = claims.find(({ personId }) => personId === id);
    const { fullName, dateOfBirth, sex, nationalIdLast4 } = person;
    return [
      Object.assign(new RecordPerson(), {
        id,
        fullName,
        dateOfBirth,
        sex,
        maskedNationalId: nationalIdLast4 && `••• ${nationalIdLast4}`,
        phoneCount: phones.find((one) => one.id === id)?.count ?? 0,
        claim: claim ? presentClaim(claim) : null,
      }),
    ];
  });
}

function presentClaim({ method, assurance, createdAt }: Claim): RecordClaim {
  return Object.assign(new RecordClaim(), { method, assurance, claimedAt: createdAt });
}
