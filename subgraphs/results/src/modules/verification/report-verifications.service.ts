import { NotFoundError, newId, type Query, queryIn, retentionHours, unitOfWork } from '@ketqua/platform';
import { z } from 'zod';
import type { ResultsContext } from '../../context.js';
import { keyRing } from '../../key-ring.js';
import { readableCheckpoint, standsAt } from '../checkpoint/readable-checkpoint.js';
import { wereOnDuty } from '../shift/duty.js';
import { requireIdempotencyKey } from '../submission/idempotency-key.js';
import type { IdempotencyConflictError, TooManyRowsError } from '../submission/submission-errors.js';
import { idempotencyConflict, rowCountError } from '../submission/submit-results.service.js';
import { admitVerifications } from './admit-verifications.js';
import {
  RefusedVerification,
  type ReportVerificationsInput,
  VerificationReport,
} from './report-verifications.input.js';
import { storeVerifications } from './store-verification.js';

const mostAtOnce = 1_000;
const longestSealed = 8_192;
const clockTolerance = 2 * 60_000;
/**
 * Kept no longer than any verification, whenever it comes in. By the tolerance less: when a report's key is free again,
 * nothing that it held, not even of a clock ahead, is taken a second time.
 */
const oldest = retentionHours * 3_600_000 - clockTolerance;

const queued = z.object({
  verdict: z.enum(['PASS', 'FAIL', 'UNKNOWN']),
  signature: z.enum(['VALID', 'INVALID', 'UNTRUSTED_ISSUER']),
  status: z.enum(['ACTIVE', 'EXPIRED', 'REVOKED', 'SUPERSEDED', 'NOT_YET_VALID', 'UNKNOWN']),
  verifiedAt: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  reasons: z
    .array(
      z
        .string()
        .max(64)
        .regex(/^[A-Z0-9_]+$/),
    )
    .max(20)
    .default([]),
  issuer: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  certificateId: z.string().max(200).optional(),
});
type Queued = z.infer<typeof queued>;

/**
 * Takes what an officer verified without a network, once however often it is sent: each is judged by itself, and on the
 * feed it is marked as such. What was made outside the officer's shifts is refused.
 */
export async function reportVerifications(
  context: ResultsContext,
  input: ReportVerificationsInput,
): Promise<VerificationReport | NotFoundError | IdempotencyConflictError | TooManyRowsError> {
  const { viewer, locale, em } = context;
  const { idempotencyKey, checkpointId, verifications, sealed } = input;
  requireIdempotencyKey(idempotencyKey);
  const checkpoint = standsAt(context, checkpointId) && (await readableCheckpoint(context, checkpointId));
  if (!checkpoint || viewer.kind !== 'account') return NotFoundError.of(locale);
  const count = verifications.length + sealed.length;
  if (count < 1 || count > mostAtOnce) return rowCountError(context, mostAtOnce);
  const contentHash = keyRing.blindIndex(
    'verification-report',
    JSON.stringify([checkpoint.id, verifications, sealed]),
  );
  const { accountId } = viewer;
  const earlier = await earlierReport(queryIn(em), accountId, idempotencyKey);
  if (!earlier) await admitVerifications(context, checkpoint.id, count);
  const opened = await Promise.all([
    ...verifications.map(async (each) => ({ ...each, reasons: [] }) as Queued),
    ...sealed.map((each) => open(context, each)),
  ]);
  return unitOfWork({ em, events: context.events }, async (transaction, outbox) => {
    const query = queryIn(transaction);
    // One after the other: a report that comes twice at once waits for the first.
    await query('select pg_advisory_xact_lock(hashtextextended($1, 2))', [`${accountId} ${idempotencyKey}`]);
    const known = await earlierReport(query, accountId, idempotencyKey);
    if (known) return known.contentHash.equals(contentHash) ? known.receipt : idempotencyConflict(context);
    const now = Date.now();
    const codes = await refusals(query, opened, { now, accountId, checkpointId: checkpoint.id });
    const refused = codes.flatMap((code, index) =>
      code ? [Object.assign(new RefusedVerification(), { index, code })] : [],
    );
    const accepted = opened
      .flatMap((each, index) => (each && !codes[index] ? [each] : []))
      .sort((one, other) => one.verifiedAt.getTime() - other.verifiedAt.getTime())
      .map(({ certificateId, issuer, ...found }) => ({
        ...found,
        ...{ id: newId(), isOffline: true, certificateId, issuer },
      }));
    const { events } = await storeVerifications(query, checkpoint.id, accepted);
    outbox(...events);
    const receipt = Object.assign(new VerificationReport(), {
      accepted: accepted.length,
      refused,
      receivedAt: new Date(now),
    });
    await query(
      `insert into results.verification_report (account_id, idempotency_key, content_hash, receipt)
       values ($1, $2, $3, $4::jsonb)`,
      [accountId, idempotencyKey, contentHash, JSON.stringify(receipt)],
    );
    return receipt;
  });
}

async function open({ queueKey }: ResultsContext, sealed: string): Promise<Queued | undefined> {
  if (sealed.length > longestSealed) return undefined;
  try {
    return queued.parse(JSON.parse(await queueKey.open(sealed)));
  } catch {
    return undefined;
  }
}

/** Why each is not taken; undefined for what is. */
async function refusals(
  query: Query,
  opened: readonly (Queued | undefined)[],
  { now, ...officer }: { now: number; accountId: string; checkpointId: string },
): Promise<(string | undefined)[]> {
  const codes = opened.map((each) => {
    if (!each) return 'UNREADABLE';
    if (each.verifiedAt.getTime() > now + clockTolerance) return 'IN_THE_FUTURE';
    return each.verifiedAt.getTime() < now - oldest ? 'TOO_OLD' : undefined;
  });
  const times = opened.flatMap((each, index) => (each && !codes[index] ? [each.verifiedAt] : []));
  const onDuty = await wereOnDuty(query, { ...officer, times });
  return opened.map((each, index) => {
    if (codes[index] || !each) return codes[index];
    return onDuty.has(each.verifiedAt.getTime()) ? undefined : 'NOT_ON_DUTY';
  });
}

async function earlierReport(
  query: Query,
  accountId: string,
  idempotencyKey: string,
): Promise<{ contentHash: Buffer; receipt: VerificationReport } | undefined> {
  const [row] = await query<{ contentHash: Uint8Array; receipt: VerificationReport }>(
    `select content_hash as "contentHash", receipt from results.verification_report
      where account_id = $1 and idempotency_key = $2`,
    [accountId, idempotencyKey],
  );
  if (!row) return undefined;
  const { accepted, refused, receivedAt } = row.receipt;
  const receipt = Object.assign(new VerificationReport(), {
    accepted,
    refused: refused.map((each) => Object.assign(new RefusedVerification(), each)),
    receivedAt: new Date(receivedAt),
  });
  return { contentHash: Buffer.from(row.contentHash), receipt };
}
