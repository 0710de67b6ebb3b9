import { NotFoundError, type Query, queryIn } from '@ketqua/platform';
import { LockMode } from '@mikro-orm/core';
import { validate as isUuid, v7 } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { foldedName } from '../person/folded-name.js';
import { personIdsOnPhone, presentPerson } from '../person/people-on-phone.js';
import { Person } from '../person/person.entity.js';
import type { PersonType } from '../person/person.type.js';
import { ClaimLockedError, ClaimRejectedError } from './claim-person.errors.js';
import type { ClaimPersonInput } from './claim-person.input.js';
import { countFailure, mostFailures, triesLeftToday } from './claim-tries.js';
import { openClaim, type Proof } from './claims.js';

const mostListed = 6;

export type ClaimPersonOutcome = PersonType | ClaimRejectedError | ClaimLockedError | NotFoundError;

/**
 * Opens a person on the viewer's phone to the viewer's account. The birth date sorts a family; where a phone has
 * more than six people, full name, birth date and the ID's last four digits are asked. The person's row is locked,
 * so that guesses in parallel count one by one.
 */
export async function claimPerson(
  context: ResultsContext,
  input: ClaimPersonInput,
): Promise<ClaimPersonOutcome> {
  const { viewer, locale } = context;
  if (viewer.kind !== 'account') return NotFoundError.of(locale);
  const onPhone = await personIdsOnPhone(context);
  const isShared = onPhone.length > mostListed;
  return context.em.transactional(async (em): Promise<ClaimPersonOutcome> => {
    const triesLeft = await triesLeftToday(em, viewer.accountId);
    const personId =
      input.personId ?? (isShared ? await personMatching({ ...context, em }, onPhone, input) : null);
    if (!personId) return isShared ? reject(context, null, triesLeft) : NotFoundError.of(locale);
    if (!isUuid(personId) || !onPhone.includes(personId)) return NotFoundError.of(locale);
    const person = await em.findOneOrFail(
      Person,
      { id: personId },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
    if (!(await holdsOnPhone(queryIn(em), viewer, personId))) return NotFoundError.of(locale);
    if (person.failedClaims >= mostFailures) return locked(context);
    if (!matches(person, input, isShared)) return reject(context, person, triesLeft);
    const proof: Proof = isShared
      ? { method: 'FULL_IDENTITY', assurance: 'SUBSTANTIAL' }
      : { method: 'BIRTH_DATE', assurance: 'LOW' };
    await openClaim(queryIn(em), viewer, { id: v7(), personId, ...proof });
    person.failedClaims = 0;
    return presentPerson(person, true);
  });
}

/**
 * Whether the person is on the phone still, now that it cannot be otherwise before this ends: whoever parts the two
 * meanwhile waits, and closes what was opened.
 */
async function holdsOnPhone(
  query: Query,
  { phoneIndex }: { phoneIndex: string },
  personId: string,
): Promise<boolean> {
  const rows = await query(
    'select from results.person_phone where phone_index = $1 and person_id = $2 for key share',
    [Buffer.from(phoneIndex, 'base64url'), personId],
  );
  return rows.length > 0;
}

function matches(person: Person, input: ClaimPersonInput, isShared: boolean): boolean {
  if (person.dateOfBirth !== input.dateOfBirth?.trim()) return false;
  if (!isShared) return true;
  return (
    foldedName(person.fullName) === foldedName(input.fullName ?? '') &&
    person.nationalIdLast4 !== null &&
    person.nationalIdLast4 === input.nationalIdLast4?.trim().toUpperCase()
  );
}

async function personMatching(
  { em }: ResultsContext,
  onPhone: readonly string[],
  input: ClaimPersonInput,
): Promise<string | null> {
  const people = await em.find(Person, { id: { $in: [...onPhone] } });
  return people.find((person) => matches(person, input, true))?.id ?? null;
}

async function reject(
  context: ResultsContext,
  person: Person | null,
  triesLeft: number,
): Promise<ClaimRejectedError | ClaimLockedError> {
  const { em, viewer, locale } = context;
  if (viewer.kind === 'account') {
    await countFailure(em, viewer.accountId);
  }
  if (person) person.failedClaims += 1;
  const attemptsLeft = person ? mostFailures - person.failedClaims : triesLeft - 1;
  if (attemptsLeft <= 0) return locked(context);
  return ClaimRejectedError.in(
    locale,
    {
      vi: 'Thông tin không khớp với thông tin phòng xét nghiệm đã ghi. Kiểm tra rồi thử lại.',
      en: 'This does not match what the laboratory recorded. Check and try again.',
    },
    { attemptsLeft },
  );
}

function locked({ locale }: ResultsContext): ClaimLockedError {
  return ClaimLockedError.in(locale, {
    vi: 'Đã sai quá nhiều lần. Hãy mang giấy tờ tùy thân đến quầy hỗ trợ của cơ sở xét nghiệm.',
    en: 'Too many wrong tries. Take your ID to the help desk of the place where you were tested.',
  });
}
