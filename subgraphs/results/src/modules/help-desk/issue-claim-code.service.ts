import { happened, NotFoundError, newId, phoneInE164, queryIn, unitOfWork } from '@ketqua/platform';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { keyRing, phoneTransitRing } from '../../key-ring.js';
import { UnreadablePhoneError } from '../phone-report/phone-report.types.js';
import { noteAccess } from '../record-access/note-access.js';
import { RecordAct } from '../record-access/record-act.js';
import { phoneIndexOf } from '../submission/fingerprint.js';
import { newClaimCode } from './claim-code.js';
import { hasJustFound, keepDeskAct } from './desk-acts.js';
import { ClaimCode, DeskActKind, type IssueClaimCodeInput } from './help-desk.types.js';

const lifetimeMilliseconds = 24 * 3_600_000;

/** What is stored of a code. */
export function claimCodeHash(code: string): Buffer {
  return keyRing.blindIndex('claim-code', code);
}

/** Hands out a code for a person whom this officer has just found; one that was handed out before counts no more. */
export async function issueClaimCode(
  context: ResultsContext,
  { personId, identityDocument, phone }: IssueClaimCodeInput,
): Promise<ClaimCode | UnreadablePhoneError | NotFoundError> {
  const { viewer, locale, country } = context;
  if (viewer.kind !== 'account' || !isUuid(personId)) return NotFoundError.of(locale);
  const dialled = phone ? phoneInE164(phone, country) : null;
  if (phone && !dialled) return UnreadablePhoneError.of(locale);
  return unitOfWork(context, async (em, outbox) => {
    const query = queryIn(em);
    if (!(await hasJustFound(query, viewer.accountId, personId))) return NotFoundError.of(locale);
    // Two desks at once: the later code is the one that counts.
    await query('select from results.person where id = $1 for update', [personId]);
    await query('delete from results.claim_code where person_id = $1 and redeemed_at is null', [personId]);
    const code = newClaimCode();
    const expiresAt = new Date(Date.now() + lifetimeMilliseconds);
    await query(
      `insert into results.claim_code (id, person_id, code_hash, issued_by, identity_document, expires_at)
         values ($1, $2, $3, $4, $5, $6)`,
      [
        ...[newId(), personId, claimCodeHash(code), viewer.accountId],
        ...[identityDocument, expiresAt.toISOString()],
      ],
    );
    await keepDeskAct(query, viewer.accountId, DeskActKind.CODE_ISSUED, personId);
    await noteAccess({ em, viewer }, RecordAct.CLAIM_CODE_ISSUED, [{ personId }]);
    if (dialled) {
      const sealedPhone = phoneTransitRing.seal(dialled, 'event.phone').toString('base64');
      const phoneIndex = phoneIndexOf(dialled).toString('base64url');
      outbox(happened('person.phone-reported', { phones: [{ phoneIndex, sealedPhone }] }));
    }
    return Object.assign(new ClaimCode(), { code, expiresAt });
  });
}
