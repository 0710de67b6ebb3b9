import { createHmac, randomBytes } from 'node:crypto';
import type { Query } from '@ketqua/platform';
import { keyRing } from '../../key-ring.js';

const column = 'verification_day_key.key';

/** A certificate as it was verified at a moment; without an identifier there was none. */
export interface Seen {
  readonly at: Date;
  readonly certificateId: string | undefined;
}

/**
 * Pseudonyms of certificates under a random key of that place and day (UTC): they show a replay there and link nothing
 * across places or days. Null for what had no certificate.
 */
export async function pseudonymsOf(
  query: Query,
  checkpointId: string,
  seen: readonly Seen[],
): Promise<(Buffer | null)[]> {
  const days = seen.flatMap(({ at, certificateId }) => (certificateId ? [dayOf(at)] : []));
  // Always in the order of the days: two that make the keys of the same days do not wait for each other.
  const keys = days.length ? await dayKeys(query, checkpointId, [...new Set(days)].sort()) : new Map();
  return seen.map(({ at, certificateId }) => {
    const key = certificateId && keys.get(dayOf(at));
    return key ? createHmac('sha256', key).update(certificateId).digest() : null;
  });
}

/** The keys of some days. One that was destroyed this very moment is missing: nobody may link that day any more. */
async function dayKeys(
  query: Query,
  checkpointId: string,
  days: readonly string[],
): Promise<Map<string, Buffer>> {
  const stored = await storedKeys(query, checkpointId, days);
  const missing = days.filter((day) => !stored.has(day));
  if (!missing.length) return stored;
  // Two may make one at once: the first one's stays.
  await query(
    `insert into results.verification_day_key (checkpoint_id, day, key)
     select $1, day, key from unnest($2::date[], $3::bytea[]) as made (day, key) order by day
     on conflict do nothing`,
    [checkpointId, missing, missing.map(() => keyRing.seal(randomBytes(32).toString('base64'), column))],
  );
  return storedKeys(query, checkpointId, days);
}

async function storedKeys(
  query: Query,
  checkpointId: string,
  days: readonly string[],
): Promise<Map<string, Buffer>> {
  const rows = await query<{ day: string; key: Uint8Array }>(
    `select day::text as day, key from results.verification_day_key
      where checkpoint_id = $1 and day = any($2::date[])`,
    [checkpointId, days],
  );
  return new Map(rows.map(({ day, key }) => [day, Buffer.from(keyRing.open(key, column), 'base64')]));
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
