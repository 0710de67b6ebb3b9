import {
  type HealthCertVerdict,
  statusQuestion,
  type TrustList,
  verifyHealthCert,
} from '@ketqua/health-cert';
import { nodeCryptoVerifier } from '@ketqua/health-cert/node';
import { NotFoundError, newId, queryIn, UserError, unitOfWork } from '@ketqua/platform';
import type { ResultsContext } from '../../context.js';
import { Certificate } from '../certificate/certificate.entity.js';
import { certificateHashOf } from '../certificate/certificate-hash.js';
import type { Checkpoint } from '../checkpoint/checkpoint.entity.js';
import { rulesInForce } from '../checkpoint-rule/rule-sets.js';
import { checkpointOnDuty, type NotOnDutyError } from '../shift/duty.js';
import { Outcome, TestMethod } from '../test-result/test-result.vocabulary.js';
import { admitVerifications } from './admit-verifications.js';
import type { VerificationAlarm } from './alarms.js';
import { storeVerifications } from './store-verification.js';
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
): Promise<VerificationType | NotFoundError | NotOnDutyError> {
  const checkpoint = await checkpointOnDuty(context, checkpointId);
  if (!checkpoint || checkpoint instanceof UserError) return checkpoint ?? NotFoundError.of(context.locale);
  await admitVerifications(context, checkpoint.id, 1);
  const verifiedAt = new Date();
  const found = await judgeText(context, checkpoint, {
    text: payload.slice(0, longestPayload + 1),
    at: verifiedAt,
  });
  const id = newId();
  const { verdict, signature, status, reasons, certificateId, issuer } = found;
  const alarms = await unitOfWork(context, async (em, outbox) => {
    const stored = await storeVerifications(queryIn(em), checkpoint.id, [
      { id, verdict, signature, status, reasons, verifiedAt, isOffline: false, certificateId, issuer },
    ]);
    outbox(...stored.events);
    return stored.alarms.flat();
  });
  return present(context, { id, found, alarms, verifiedAt });
}

async function judgeText(
  { em, issuer, trust: believed, log }: ResultsContext,
  { ruleSet }: Checkpoint,
  { text, at }: { text: string; at: Date },
): Promise<HealthCertVerdict> {
  const rules = await rulesInForce(queryIn(em), ruleSet ?? null, at);
  let isForged = false;
  const question = statusQuestion(text);
  const verdictBy = (trust: TrustList) =>
    verifyHealthCert(text, {
      trust,
      at,
      rules,
      verifier: nodeCryptoVerifier,
      status: async (uvci) => {
        if (question && !issuer.isOwnKid(question.kid)) {
          return believed.foreign.statusOf(queryIn(em), { ...question, certificateId: uvci });
        }
        const certificate = await em.findOne(Certificate, { certificateId: uvci });
        isForged = certificate === null;
        return certificate ? statusOf(certificate, at) : 'UNKNOWN';
      },
    });
  const trust = await believed.list();
  const byKnownKeys = await verdictBy(trust);
  const trustOfNow = byKnownKeys.reasons.includes('KEY_UNKNOWN') ? await believed.listOfNow() : trust;
  const verdict = trustOfNow === trust ? byKnownKeys : await verdictBy(trustOfNow);
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

function present(
  { locale }: ResultsContext,
  {
    id,
    found,
    alarms,
    verifiedAt,
  }: { id: string; found: HealthCertVerdict; alarms: readonly VerificationAlarm[]; verifiedAt: Date },
): VerificationType {
  const { test, holder, outcome } = found;
  return Object.assign(new VerificationType(), {
    id,
    verdict: found.verdict,
    signature: found.signature,
    status: found.status,
    certificateHash: found.certificateId ? certificateHashOf(found.certificateId) : null,
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
    alarms: [...alarms],
    verifiedAt,
  });
}
