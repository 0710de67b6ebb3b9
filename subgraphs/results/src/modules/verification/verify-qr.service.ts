import { createHmac, randomBytes } from 'node:crypto';
import { type HealthCertVerdict, notDetectedWithin72Hours, verifyHealthCert } from '@ketqua/health-cert';
import { happened, NotFoundError, newId, type Query, queryIn, unitOfWork } from '@ketqua/platform';
import type { ResultsContext } from '../../context.js';
import { keyRing } from '../../key-ring.js';
import { Certificate } from '../certificate/certificate.entity.js';
import { readableCheckpoint, standsAt } from '../checkpoint/readable-checkpoint.js';
import { Outcome, TestMethod } from '../test-result/test-result.vocabulary.js';
import { Verification } from './verification.entity.js';
import { VerificationType } from './verification.type.js';

/** No QR code holds more: version 40 at level L, alphanumeric. */
const longestPayload = 4_296;

/**
 * Checks a QR text for an officer at their checkpoint: signature, trust, status and rules; online it knows of a
 * revocation in the same second. What is kept is place, verdict and time. An unreadable text is a verdict too.
 */
export async function verifyQr(
  context: ResultsContext,
  { payload, checkpointId }: { payload: string; checkpointId: string },
): Promise<VerificationType | NotFoundError> {
  const checkpoint = standsAt(context, checkpointId) && (await readableCheckpoint(context, checkpointId));
  if (!checkpoint) return NotFoundError.of(context.locale);
  const verifiedAt = new Date();
  const found = await judgeText(context, payload.slice(0, longestPayload + 1), verifiedAt);
  const id = newId();
  await unitOfWork(context, async (em, outbox) => {
    const { verdict, signature, status, reasons } = found;
    const pseudonym = await pseudonymOf(queryIn(em), checkpoint.id, verifiedAt, found.certificateId);
    const row = {
      id,
      checkpointId: checkpoint.id,
      verdict,
      signature,
      status,
      reasons: [...reasons],
      isOffline: false,
      verifiedAt,
      pseudonym,
    };
    await em.insert(Verification, row);
    const at = verifiedAt.toISOString();
    outbox(
      happened('verification.recorded', {
        verificationId: id,
        checkpointId: checkpoint.id,
        verdict,
        signature,
        status,
        isOffline: false,
        verifiedAt: at,
      }),
    );
  });
  return present(context, id, found, verifiedAt);
}

async function judgeText(
  { em, issuer, log }: ResultsContext,
  text: string,
  at: Date,
): Promise<HealthCertVerdict> {
  let isForged = false;
  const verdict = await verifyHealthCert(text, {
    trust: await issuer.trust(),
    at,
    rules: notDetectedWithin72Hours,
    status: async (uvci) => {
      const certificate = await em.findOne(Certificate, { certificateId: uvci });
      isForged = certificate === null;
      return certificate ? statusOf(certificate, at) : 'UNKNOWN';
    },
  });
  const isOurs = verdict.kid !== undefined && issuer.isOwnKid(verdict.kid);
  if (!isForged || !isOurs || verdict.signature !== 'VALID') return verdict;
  // Our own key over an identifier that we never issued: somebody else signs with it.
  log.fatal(
    { alarm: 'SIGNING_KEY_MISUSED', kid: verdict.kid },
    'a certificate that we never issued bears our signature',
  );
  return { ...verdict, verdict: 'FAIL', reasons: ['NEVER_ISSUED', ...verdict.reasons] };
}

/** Expiry is the verifier's to judge, by the certificate's own times. */
function statusOf(certificate: Certificate, at: Date): 'ACTIVE' | 'REVOKED' | 'SUPERSEDED' {
  const status = certificate.statusAt(at);
  return status === 'EXPIRED' ? 'ACTIVE' : status;
}

/**
 * A pseudonym of the certificate under a random key of that place and day: it shows a replay there and links
 * nothing across places or days. Without a certificate there is none.
 */
async function pseudonymOf(
  query: Query,
  checkpointId: string,
  at: Date,
  uvci: string | undefined,
): Promise<Buffer | null> {
  if (!uvci) return null;
  const day = at.toISOString().slice(0, 10);
  const fresh = keyRing.seal(randomBytes(32).toString('base64'), 'verification_day_key.key');
  await query(
    'insert into results.verification_day_key (checkpoint_id, day, key) values ($1, $2, $3) on conflict do nothing',
    [checkpointId, day, fresh],
  );
  const [row] = await query<{ key: Uint8Array }>(
    'select key from results.verification_day_key where checkpoint_id = $1 and day = $2',
    [checkpointId, day],
  );
  const key = Buffer.from(keyRing.open(row!.key, 'verification_day_key.key'), 'base64');
  return createHmac('sha256', key).update(uvci).digest();
}

function present(
  { locale }: ResultsContext,
  id: string,
  found: HealthCertVerdict,
  verifiedAt: Date,
): VerificationType {
  const { test, holder, outcome } = found;
  return Object.assign(new VerificationType(), {
    id,
    verdict: found.verdict,
    signature: found.signature,
    status: found.status,
    rules: found.rules.map((rule) => ({
      id: rule.id,
      description: rule.description[locale],
      outcome: rule.outcome,
    })),
    outcome: outcome ? Outcome[outcome] : null,
    holder: holder ?? null,
    test: test
      ? {
          code: test.type,
          name: test.name ?? null,
          method: test.type === 'LP217198-3' ? TestMethod.RAPID_ANTIGEN : TestMethod.NAAT,
          specimenCollectedAt: new Date(test.specimenCollectedAt),
          resultedAt: found.resultedAt ?? null,
        }
      : null,
    reasons: [...found.reasons],
    verifiedAt,
  });
}
