import { NotFoundError, type Query, queryIn, readDate } from '@ketqua/platform';
import type { ResultsContext } from '../../context.js';
import { mostFailures } from '../claim/claim-tries.js';
import { foldedName } from '../person/folded-name.js';
import { Person } from '../person/person.entity.js';
import { noteAccess } from '../record-access/note-access.js';
import { RecordAct } from '../record-access/record-act.js';
import { nationalIdKeys } from '../submission/fingerprint.js';
import { admitSearch, keepDeskAct } from './desk-acts.js';
import { DeskActKind, type FindPersonInput, FoundPerson } from './help-desk.types.js';

/** A specimen's number may be some laboratories' at once; no more than this share it. */
const mostCandidates = 50;

/**
 * Finds the one person of whom everything that was given is as a laboratory recorded it. Nothing less tells anything:
 * a wrong name, a wrong day and nobody at all have the same answer. Each search is counted, and written down.
 * @throws GraphQLError RATE_LIMITED
 */
export async function findPerson(
  context: ResultsContext,
  input: FindPersonInput,
): Promise<FoundPerson | NotFoundError> {
  const { viewer, locale } = context;
  if (viewer.kind !== 'account') return NotFoundError.of(locale);
  return context.em.transactional(async (em): Promise<FoundPerson | NotFoundError> => {
    const query = queryIn(em);
    await admitSearch(query, viewer.accountId);
    const candidates = await em.find(Person, { id: { $in: await candidateIds(query, input) } });
    const fitting = candidates.filter((person) => fits(person, input));
    // Two whom nothing tells apart are nobody: a code must not open the wrong one.
    const person = fitting.length === 1 ? fitting[0]! : null;
    const act = person ? DeskActKind.FOUND : DeskActKind.NOT_FOUND;
    await keepDeskAct(query, viewer.accountId, act, person?.id ?? null);
    if (!person) return NotFoundError.of(locale);
    await noteAccess({ em, viewer }, RecordAct.PERSON_FOUND, [{ personId: person.id }]);
    return Object.assign(new FoundPerson(), {
      id: person.id,
      displayName: person.fullName,
      dateOfBirth: person.dateOfBirth,
      isLocked: person.failedClaims >= mostFailures,
    });
  });
}

/** Whom every number that was given belongs to; nobody, where none was. */
async function candidateIds(query: Query, input: FindPersonInput): Promise<string[]> {
  const byNumber = input.accessionNumber?.trim() ? await withAccession(query, input.accessionNumber) : null;
  const byId = input.nationalId?.trim()
    ? await withNationalId(query, input.nationalId, input.dateOfBirth)
    : null;
  if (byNumber && byId) return byNumber.filter((id) => byId.includes(id));
  return byNumber ?? byId ?? [];
}

async function withAccession(query: Query, accessionNumber: string): Promise<string[]> {
  const rows = await query<{ id: string }>(
    'select distinct person_id as id from results.test_result where accession_number = $1 limit $2',
    [accessionNumber.normalize('NFC').trim(), mostCandidates],
  );
  return rows.map(({ id }) => id);
}

async function withNationalId(query: Query, nationalId: string, dateOfBirth: string): Promise<string[]> {
  const born = dateOfBirth.trim();
  if (!readDate(born)) return [];
  const number = nationalId.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
  const rows = await query<{ id: string }>(
    'select distinct person_id as id from results.person_key where key = any($1::bytea[])',
    [nationalIdKeys(number, born)],
  );
  return rows.map(({ id }) => id);
}

function fits(person: Person, { fullName, dateOfBirth }: FindPersonInput): boolean {
  return person.dateOfBirth === dateOfBirth.trim() && foldedName(person.fullName) === foldedName(fullName);
}
