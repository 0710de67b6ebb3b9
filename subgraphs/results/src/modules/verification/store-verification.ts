import { happened, type NewEvent, type Query } from '@ketqua/platform';
import { alarmsOf, type VerificationAlarm } from './alarms.js';
import { pseudonymsOf } from './pseudonym.js';

/** What is found of a text at a place; the certificate's identifier becomes a pseudonym and is not kept. */
export interface FoundAtPlace {
  readonly id: string;
  readonly verdict: 'PASS' | 'FAIL' | 'UNKNOWN';
  readonly signature: 'VALID' | 'INVALID' | 'UNTRUSTED_ISSUER';
  readonly status: string;
  readonly reasons: readonly string[];
  readonly isOffline: boolean;
  readonly verifiedAt: Date;
  readonly certificateId: string | undefined;
  /** The country that the text claims. */
  readonly issuer: string | undefined;
}

/** What is kept of it, with its alarms. */
interface Kept extends Omit<FoundAtPlace, 'certificateId' | 'issuer'> {
  readonly pseudonym: Buffer | null;
  readonly claimedIssuer: string | null;
  readonly alarms: readonly VerificationAlarm[];
}

/**
 * Stores that texts were verified at one place, with their alarms; whatever else they said is let go. They are given
 * from the earliest to the latest. In a few statements for
 * any number: until they are committed nobody is told of later events.
 *
 * @returns the alarms of each, and the events for its feed
 */
export async function storeVerifications(
  query: Query,
  checkpointId: string,
  found: readonly FoundAtPlace[],
): Promise<{ alarms: VerificationAlarm[][]; events: NewEvent[] }> {
  if (!found.length) return { alarms: [], events: [] };
  const seen = found.map(({ verifiedAt: at, certificateId }) => ({ at, certificateId }));
  const pseudonyms = await pseudonymsOf(query, checkpointId, seen);
  const watched = found.map(({ certificateId, issuer, ...rest }, index) => ({
    ...rest,
    pseudonym: pseudonyms[index]!,
    // Of a forgery alone: a country that is only not trusted issued it to somebody, whom a rare one would show elsewhere.
    claimedIssuer: rest.signature === 'INVALID' ? (issuer ?? null) : null,
  }));
  const alarms = await alarmsOf(query, checkpointId, watched);
  const kept = watched.map((each, index) => ({ ...each, alarms: alarms[index]! }));
  await insert(query, checkpointId, kept);
  return { alarms, events: kept.map((each) => recorded(checkpointId, each)) };
}

async function insert(query: Query, checkpointId: string, kept: readonly Kept[]): Promise<void> {
  await query(
    `insert into results.verification (id, checkpoint_id, verdict, signature, status, reasons, is_offline, verified_at,
            pseudonym, claimed_issuer, alarms)
     select id, $1, verdict, signature, status, reasons::jsonb, is_offline, verified_at, pseudonym, claimed_issuer,
            array(select jsonb_array_elements_text(alarms::jsonb))
       from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::timestamptz[],
                   $9::bytea[], $10::text[], $11::text[])
         as kept (id, verdict, signature, status, reasons, is_offline, verified_at, pseudonym, claimed_issuer, alarms)`,
    [
      ...[checkpointId, kept.map(({ id }) => id), kept.map(({ verdict }) => verdict)],
      ...[kept.map(({ signature }) => signature), kept.map(({ status }) => status)],
      kept.map(({ reasons }) => JSON.stringify(reasons)),
      kept.map(({ isOffline }) => isOffline),
      kept.map(({ verifiedAt }) => verifiedAt.toISOString()),
      kept.map(({ pseudonym }) => pseudonym),
      kept.map(({ claimedIssuer }) => claimedIssuer),
      kept.map(({ alarms }) => JSON.stringify(alarms)),
    ],
  );
}

function recorded(checkpointId: string, kept: Kept): NewEvent {
  const { id: verificationId, verdict, signature, status, isOffline, alarms, verifiedAt } = kept;
  return happened('verification.recorded', {
    ...{ verificationId, checkpointId, verdict, signature, status, isOffline, alarms: [...alarms] },
    verifiedAt: verifiedAt.toISOString(),
  });
}
