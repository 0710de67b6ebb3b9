import { NotFoundError, queryIn } from '@ketqua/platform';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { hasClaimed } from '../claim/claims.js';
import { personIdsOnPhone } from '../person/people-on-phone.js';
import { ProofRequiredError, ReportWrongNumberPayload } from './phone-report.types.js';
import { keepReport, partPhones } from './phone-reports.js';

/**
 * Parts the viewer's phone from a person whom its holder does not know. Whoever claimed the person from this phone is
 * heard first: a device that was not proven cannot take a relative's results away from the family.
 */
export async function reportWrongNumber(
  context: ResultsContext,
  personId: string,
): Promise<ReportWrongNumberPayload | ProofRequiredError | NotFoundError> {
  const { viewer, locale } = context;
  if (viewer.kind !== 'account' || !isUuid(personId)) return NotFoundError.of(locale);
  if (!(await personIdsOnPhone(context)).includes(personId)) return NotFoundError.of(locale);
  if ((await isClaimed(context, personId)) && !(await hasClaimed(context, personId))) {
    return ProofRequiredError.in(locale, {
      vi: 'Người này đã được mở trên điện thoại này. Hãy mở lại bằng ngày sinh trước khi báo.',
      en: 'This person was opened on this phone before. Open them by the birth date first, then report.',
    });
  }
  const phoneIndex = Buffer.from(viewer.phoneIndex, 'base64url');
  await context.em.transactional(async (em) => {
    const query = queryIn(em);
    await keepReport(query, { personId, phoneIndex });
    await partPhones(query, [{ personId, phoneIndex }], 'WRONG_NUMBER');
  });
  return Object.assign(new ReportWrongNumberPayload(), { personId });
}

async function isClaimed({ em, viewer }: ResultsContext, personId: string): Promise<boolean> {
  if (viewer.kind !== 'account') return false;
  const claims = await queryIn(em)(
    'select from results.claim where person_id = $1 and account_id = $2 and suspended_at is null',
    [personId, viewer.accountId],
  );
  return claims.length > 0;
}
