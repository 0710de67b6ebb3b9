import type { Query } from '@ketqua/platform';

/**
 * What an officer can act on. REPLAYED: the same certificate at this place again within ten minutes; BAD_SIGNATURES: the
 * third text within ten minutes that claims to be of one country and is not; REVOKED_KEY: signed by a key that its
 * owner revoked.
 */
export const VerificationAlarm = {
  REPLAYED: 'REPLAYED',
  BAD_SIGNATURES: 'BAD_SIGNATURES',
  REVOKED_KEY: 'REVOKED_KEY',
} as const;
export type VerificationAlarm = (typeof VerificationAlarm)[keyof typeof VerificationAlarm];

const withinMinutes = 10;
/** The third one of a run is told. */
const runOfBadSignatures = 3;

/** What is known of a verification before it is stored. */
export interface Watched {
  readonly verifiedAt: Date;
  readonly pseudonym: Uint8Array | null;
  /** The country that a text claims whose signature is INVALID. */
  readonly claimedIssuer: string | null;
  readonly reasons: readonly string[];
}

/**
 * The alarms of verifications at one place, by what was verified there within ten minutes before each, those among them
 * included. They are given from the earliest to the latest, and so are their alarms.
 */
export async function alarmsOf(
  query: Query,
  checkpointId: string,
  watched: readonly Watched[],
): Promise<VerificationAlarm[][]> {
  const stored = await storedBefore(query, checkpointId, watched);
  return watched.map((each, index) => {
    const { pseudonym, claimedIssuer, reasons } = each;
    const begin = each.verifiedAt.getTime() - withinMinutes * 60_000;
    const before = watched.slice(0, index).filter(({ verifiedAt }) => verifiedAt.getTime() > begin);
    const { isReplay, bad } = stored[index]!;
    const isSeen = isReplay || before.some((other) => isSame(other.pseudonym, pseudonym));
    const claimed = before.filter((other) => other.claimedIssuer === claimedIssuer);
    return [
      ...(pseudonym && isSeen ? [VerificationAlarm.REPLAYED] : []),
      ...(claimedIssuer && bad + claimed.length >= runOfBadSignatures - 1
        ? [VerificationAlarm.BAD_SIGNATURES]
        : []),
      ...(reasons.includes('KEY_REVOKED') ? [VerificationAlarm.REVOKED_KEY] : []),
    ];
  });
}

function isSame(one: Uint8Array | null, other: Uint8Array | null): boolean {
  return one !== null && other !== null && Buffer.compare(one, other) === 0;
}

/** For each, whether its certificate is stored already, and how many bad signatures of its country are. */
function storedBefore(
  query: Query,
  checkpointId: string,
  watched: readonly Watched[],
): Promise<{ isReplay: boolean; bad: number }[]> {
  return query(
    `select before."isReplay", before.bad
       from unnest($2::timestamptz[], $3::bytea[], $4::text[]) with ordinality as seen (at, pseudonym, issuer, place)
       cross join lateral (
         select count(*) filter (where v.pseudonym = seen.pseudonym) > 0 as "isReplay",
                count(*) filter (where v.claimed_issuer = seen.issuer)::int as bad
           from results.verification v
          where v.checkpoint_id = $1 and (seen.pseudonym is not null or seen.issuer is not null)
            and v.verified_at > seen.at - make_interval(mins => $5) and v.verified_at <= seen.at
       ) as before
      order by seen.place`,
    [
      checkpointId,
      watched.map(({ verifiedAt }) => verifiedAt.toISOString()),
      watched.map(({ pseudonym }) => pseudonym),
      watched.map(({ claimedIssuer }) => claimedIssuer),
      withinMinutes,
    ],
  );
}
