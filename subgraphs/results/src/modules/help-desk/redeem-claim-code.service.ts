import { NotFoundError, newId, type Query, queryIn } from '@ketqua/platform';
import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ResultsContext } from '../../context.js';
import { countFailure, triesLeftToday } from '../claim/claim-tries.js';
import { openClaim } from '../claim/claims.js';
import { presentPerson } from '../person/people-on-phone.js';
import { Person } from '../person/person.entity.js';
import type { PersonType } from '../person/person.type.js';
import { joinPhone } from '../phone-report/phone-reports.js';
import { readClaimCode } from './claim-code.js';
import { ClaimCodeRefusedError } from './help-desk.types.js';
import { claimCodeHash } from './issue-claim-code.service.js';

/**
 * Opens the person of a help desk's code to the viewer's account, whatever phone that is, and unlocks them. A code is
 * right once, also when it comes twice at once; wrong ones count with the account's ten a day.
 * @throws GraphQLError RATE_LIMITED
 */
export async function redeemClaimCode(
  context: ResultsContext,
  written: string,
): Promise<PersonType | ClaimCodeRefusedError | NotFoundError> {
  const { viewer, locale } = context;
  if (viewer.kind !== 'account') return NotFoundError.of(locale);
  const code = readClaimCode(written);
  if (!code) {
    return ClaimCodeRefusedError.in(
      locale,
      {
        vi: 'Mã chưa đúng: có ký tự gõ sai hoặc thiếu. Hãy so lại với tờ phiếu.',
        en: 'This is not the code: a character is wrong or missing. Compare it with the slip.',
      },
      { code: 'CLAIM_CODE_MISTYPED', attemptsLeft: null },
    );
  }
  return context.em.transactional(async (em): Promise<PersonType | ClaimCodeRefusedError> => {
    const query = queryIn(em);
    const triesLeft = await triesLeftToday(em, viewer.accountId);
    const person = await lockedPersonOf(em, code);
    if (!person || !(await isRedeemed(query, code, viewer.accountId))) {
      await countFailure(em, viewer.accountId);
      return refused(context, triesLeft - 1);
    }
    const personId = person.id;
    person.failedClaims = 0;
    await openClaim(query, viewer, { id: newId(), personId, method: 'HELP_DESK_CODE', assurance: 'HIGH' });
    await joinPhone(query, { personId, phoneIndex: Buffer.from(viewer.phoneIndex, 'base64url') });
    return presentPerson(person, true);
  });
}

/** The person first, then the code: a desk that hands out another one at once takes them in the same order. */
async function lockedPersonOf(em: SqlEntityManager, code: string): Promise<Person | null> {
  const [named] = await queryIn(em)<{ personId: string }>(
    'select person_id as "personId" from results.claim_code where code_hash = $1',
    [claimCodeHash(code)],
  );
  if (!named) return null;
  return em.findOne(Person, { id: named.personId }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
}

async function isRedeemed(query: Query, code: string, accountId: string): Promise<boolean> {
  const rows = await query(
    `update results.claim_code set redeemed_at = now(), redeemed_by = $2
      where code_hash = $1 and redeemed_at is null and expires_at > now() returning id`,
    [claimCodeHash(code), accountId],
  );
  return rows.length > 0;
}

function refused({ locale }: ResultsContext, attemptsLeft: number): ClaimCodeRefusedError {
  return ClaimCodeRefusedError.in(
    locale,
    {
      vi: 'Mã này không dùng được: đã dùng, đã hết hạn hoặc không có. Hãy xin quầy hỗ trợ mã mới.',
      en: 'This code cannot be used: it was used, has expired or does not exist. Ask the help desk for another.',
    },
    { code: 'CLAIM_CODE_REFUSED', attemptsLeft },
  );
}
