import { queryIn } from '@ketqua/platform';
import type { ResultsContext } from '../../context.js';
import { claimedPeople } from '../claim/claims.js';
import { Person } from './person.entity.js';
import { PersonType } from './person.type.js';

/** With more people on one phone it is a collector's, and nobody is listed. */
const mostListed = 6;

/** The people that labs reported with a phone. */
export async function personIdsOnPhone({ em, viewer }: ResultsContext): Promise<string[]> {
  if (viewer.kind !== 'account') return [];
  const rows = await queryIn(em)<{ person_id: string }>(
    'select person_id from results.person_phone where phone_index = $1 order by reported_at, person_id',
    [Buffer.from(viewer.phoneIndex, 'base64url')],
  );
  return rows.map(({ person_id }) => person_id);
}

/** The people whom the viewer may list: those claimed, and those on the phone unless they are too many. */
export async function peopleOnPhone(context: ResultsContext): Promise<PersonType[]> {
  const { em, viewer } = context;
  if (viewer.kind !== 'account') return [];
  const claimed = await claimedPeople(context);
  const onPhone = await personIdsOnPhone(context);
  const unclaimed = onPhone.filter((id) => !claimed.has(id));
  const listed = onPhone.length > mostListed ? [...claimed] : [...new Set([...claimed, ...unclaimed])];
  const people = await em.find(Person, { id: { $in: listed } });
  return people
    .sort((a, b) => listed.indexOf(a.id) - listed.indexOf(b.id))
    .map((person) => presentPerson(person, claimed.has(person.id)));
}

/** Shows a person: by name once claimed, else by the initial of the name's last word, as one is called in Vietnam. */
export function presentPerson(person: Person, isClaimed: boolean): PersonType {
  const calledBy = person.fullName.split(' ').at(-1) ?? '';
  const initial = `${[...calledBy][0]?.toLocaleUpperCase('vi') ?? '?'}.`;
  return Object.assign(new PersonType(), {
    id: person.id,
    displayName: isClaimed ? person.fullName : initial,
    dateOfBirth: isClaimed ? person.dateOfBirth : null,
    isClaimed,
  });
}
