import { NotFoundError, queryIn, rateLimited } from '@ketqua/platform';
import { LockMode } from '@mikro-orm/core';
import { validate as isUuid, v7 } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { ClaimLockedError, ClaimRejectedError } from './claim-person.errors.js';
import type { ClaimPersonInput } from './claim-person.input.js';
import { foldedName } from './folded-name.js';
import { personIdsOnPhone, presentPerson } from './people-on-phone.js';
import { Claim, Person } from './person.entity.js';
import type { PersonType } from './person.type.js';

/** Wrong tries for a person, in all and by whomever: then the help desk. */
const mostFailures = 5;
/** Wrong tries of an account in a day. */
const mostDailyFailures = 10;
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
    if (person.failedClaims >= mostFailures) return locked(context);
    if (!matches(person, input, isShared)) return reject(context, person, triesLeft);
    await em.upsert(
      Claim,
      {
        id: v7(),
        personId,
        accountId: viewer.accountId,
        phoneIndex: Buffer.from(viewer.phoneIndex, 'base64url'),
        method: isShared ? 'FULL_IDENTITY' : 'BIRTH_DATE',
        assurance: isShared ? 'SUBSTANTIAL' : 'LOW',
        createdAt: new Date(),
        suspendedAt: null,
      },
      { onConflictFields: ['personId', 'accountId'], onConflictExcludeFields: ['id'] },
    );
    person.failedClaims = 0;
    return presentPerson(person, true);
  });
}

/** Gives how often the account may still be wrong today; its tries go one after the other. @throws RATE_LIMITED */
async function triesLeftToday(em: ResultsContext['em'], accountId: string): Promise<number> {
  const query = queryIn(em);
  await query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [accountId]);
  const [row] = await query<{ failures: number; pause: string | null }>(
    `select count(*)::int as failures, extract(epoch from min(failed_at) + interval '1 day' - now())::text as pause
       from results.claim_failure where account_id = $1 and failed_at > now() - interval '1 day'`,
    [accountId],
  );
  if (row!.failures >= mostDailyFailures) throw rateLimited(Number(row!.pause));
  return mostDailyFailures - row!.failures;
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
    await queryIn(em)('insert into results.claim_failure (account_id) values ($1)', [viewer.accountId]);
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
