import {
  acted,
  NotFoundError,
  queryIn,
  StepUpRequiredError,
  type Viewer,
  writeEvents,
} from '@ketqua/platform';
import type { ResultsContext } from '../../context.js';
import { lastExpiry } from '../certificate/sign-certificate.js';
import { publishedAheadHours } from '../certificate/signing-keys.js';
import { writtenReason } from '../test-result/change-result.service.js';
import {
  InvalidKeyChangeError,
  presentSigningKey,
  type RevokeSigningKeyInput,
  type RotateSigningKeyInput,
  type SigningKey,
} from './signing-key.type.js';

const furthestDays = 90;
/** How many keys may be in use at once: each stands in what every verifier downloads. */
const mostKeys = 40;
/** A request takes a moment to arrive: `signsFrom` of just now is now. */
const patience = 60_000;

/** Every signing key, the one that signs last first. */
export async function signingKeys({ issuer }: ResultsContext): Promise<SigningKey[]> {
  return (await issuer.keys()).map((key) => presentSigningKey(key, issuer.isSigning(key.kid)));
}

/**
 * Makes a key that takes over at a moment ahead: until then the one before signs, and after it nothing waits. What the
 * one before signed stays good until that expires.
 */
export async function rotateSigningKey(
  context: ResultsContext,
  { signsFrom }: RotateSigningKeyInput,
): Promise<SigningKey | InvalidKeyChangeError | StepUpRequiredError> {
  const { issuer, locale, viewer, log, bundles } = context;
  if (StepUpRequiredError.isNeededBy(viewer)) return stepUp(context);
  const now = Date.now();
  const from = signsFrom ?? new Date(now + publishedAheadHours * 3_600_000);
  if (from.getTime() < now - patience || from.getTime() > now + furthestDays * 86_400_000) {
    return InvalidKeyChangeError.in(
      locale,
      {
        vi: `Khóa mới ký từ lúc này đến ${furthestDays} ngày tới.`,
        en: `A new key signs from now to ${furthestDays} days ahead.`,
      },
      { code: 'INVALID_ROTATION', path: ['input', 'signsFrom'] },
    );
  }
  await issuer.readKeys();
  const inUse = (await issuer.keys()).filter(
    ({ revokedAt, notAfter }) => !revokedAt && new Date(notAfter).getTime() > now,
  );
  if (inUse.length >= mostKeys) {
    return InvalidKeyChangeError.in(
      locale,
      {
        vi: `Đã có ${mostKeys} khóa đang dùng. Hãy thu hồi khóa không cần nữa.`,
        en: `${mostKeys} keys are in use already. Revoke what is not needed.`,
      },
      { code: 'TOO_MANY_KEYS', path: ['input'] },
    );
  }
  const kid = await issuer.rotate({ from: new Date(Math.max(from.getTime(), now)), by: accountOf(viewer) });
  bundles.wake();
  log.warn({ kid, signsFrom: from.toISOString() }, 'a signing key was made');
  return presented(context, kid);
}

/**
 * Revokes one key: exactly its certificates are refused, everywhere within 5 s. Issuing goes on with another one, which
 * is made where none waits. Revoking twice changes nothing.
 */
export async function revokeSigningKey(
  context: ResultsContext,
  input: RevokeSigningKeyInput,
): Promise<SigningKey | InvalidKeyChangeError | NotFoundError | StepUpRequiredError> {
  const { em, issuer, locale, viewer, log, revokedKeys, bundles } = context;
  if (StepUpRequiredError.isNeededBy(viewer)) return stepUp(context);
  const reason = writtenReason(input.reason);
  if (!reason) {
    return InvalidKeyChangeError.in(
      locale,
      { vi: 'Hãy ghi lý do thu hồi khóa.', en: 'Give the reason of the revocation.' },
      { code: 'REASON_REQUIRED', path: ['input', 'reason'] },
    );
  }
  if (!isKid(input.kid)) return NotFoundError.of(locale);
  const revoked = await em.transactional(async (transaction) => {
    const query = queryIn(transaction);
    const rows = await query<{ kid: string }>(
      `update results.signing_key
          set revoked_at = now(), revoked_by = $2, revoked_reason = $3
        where kid = $1 and revoked_at is null returning kid`,
      [input.kid, accountOf(viewer), reason],
    );
    if (rows.length) await writeEvents(query, [acted(context, 'SIGNING_KEY_REVOKED', { kid: input.kid })]);
    return rows;
  });
  await issuer.readKeys();
  if (!issuer.isOwnKid(input.kid)) return NotFoundError.of(locale);
  if (revoked.length) {
    log.warn({ kid: input.kid }, 'a signing key was revoked');
    await issuer.signer(lastExpiry(new Date()));
    bundles.wake();
    revokedKeys.wake();
  }
  return presented(context, input.kid);
}

/** Eight bytes in base64; what else is typed is not even asked for. */
function isKid(text: string): boolean {
  return /^[A-Za-z0-9+/]{11}=$/.test(text);
}

async function presented({ issuer }: ResultsContext, kid: string): Promise<SigningKey> {
  const key = (await issuer.keys()).find((stored) => stored.kid === kid);
  if (!key) throw new Error('A signing key is gone');
  return presentSigningKey(key, issuer.isSigning(kid));
}

function accountOf(viewer: Viewer): string {
  if (viewer.kind !== 'account') throw new Error('Only an account manages keys');
  return viewer.accountId;
}

function stepUp({ locale }: ResultsContext): StepUpRequiredError {
  return StepUpRequiredError.in(locale, {
    vi: 'Để thay đổi khóa ký, hãy xác nhận lại bằng mã gửi đến điện thoại.',
    en: 'To change signing keys, confirm again with a code sent to your phone.',
  });
}
