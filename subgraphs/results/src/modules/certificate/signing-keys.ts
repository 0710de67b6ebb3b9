import type { CertificateAlgorithm, TrustedKey } from '@ketqua/health-cert';
import { actedBy, type Database, type Orm, type Query, queryIn, writeEvents } from '@ketqua/platform';
import type { KeyVault } from './key-vault.js';

/** How long a key verifies, and how long it signs before a successor takes over. */
const validDays = 730;
const signingDays = 365;

/** How long a new key is published before it signs: longer than a verifier may work with an earlier trust bundle. */
export const publishedAheadHours = 25;

/** A signing key as the database holds it. */
export interface StoredSigningKey {
  readonly kid: string;
  readonly algorithm: CertificateAlgorithm;
  /** The vault that made it, and what that finds the private key by. */
  readonly vault: string;
  readonly handle: Uint8Array;
  readonly certificate: Uint8Array;
  readonly publicKeyJwk: TrustedKey['publicKeyJwk'];
  readonly notBefore: string;
  readonly notAfter: string;
  readonly signsFrom: string;
  readonly signsUntil: string | null;
  readonly createdAt: string;
  readonly createdBy: string | null;
  readonly revokedAt: string | null;
  readonly revokedReason: string | null;
}

/** Who issues: what certificates say of it. */
export interface IssuerIdentity {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** The authority's name, at most 80 characters. */
  readonly name: string;
}

/** What a new key is made with. */
export interface KeyMaking {
  readonly vault: KeyVault;
  readonly identity: IssuerIdentity;
  readonly algorithm: CertificateAlgorithm;
}

/** Reads every signing key, the one that signs last first. */
export function loadSigningKeys(database: Pick<Database, 'query'>): Promise<StoredSigningKey[]> {
  return database.query<StoredSigningKey>(
    `select kid, algorithm, vault, private_key as handle, certificate, public_key as "publicKeyJwk",
            not_before as "notBefore", not_after as "notAfter", signs_from as "signsFrom",
            signs_until as "signsUntil", created_at as "createdAt", created_by as "createdBy",
            revoked_at as "revokedAt", revoked_reason as "revokedReason"
       from results.signing_key order by signs_from desc, kid`,
  );
}

/** What tells whether a key signs. */
type SigningWindow = Pick<
  StoredSigningKey,
  'algorithm' | 'vault' | 'notBefore' | 'notAfter' | 'signsFrom' | 'signsUntil' | 'revokedAt'
>;

/**
 * The key of an algorithm that signs now: of those whose time to sign has come the last, and one that is valid until
 * then, since certificates must not outlive it. So a successor takes over in the moment that it was made for, and where
 * it cannot, the one before goes on.
 */
export function keyInForce<Key extends SigningWindow>(
  keys: readonly Key[],
  { algorithm, vault }: { algorithm: CertificateAlgorithm; vault: Pick<KeyVault, 'name'> },
  { now, until }: { now: Date; until: Date },
): Key | undefined {
  return keys.find(
    (key) =>
      key.algorithm === algorithm &&
      key.vault === vault.name &&
      !key.revokedAt &&
      new Date(key.notBefore) <= now &&
      new Date(key.signsFrom) <= now &&
      (key.signsUntil === null || new Date(key.signsUntil) > now) &&
      new Date(key.notAfter) >= until,
  );
}

/** Whether a key ends to sign before long, and no other one waits to follow it. */
export function needsSuccessor(keys: readonly StoredSigningKey[], key: StoredSigningKey, now: Date): boolean {
  const ahead = now.getTime() + 2 * publishedAheadHours * 3_600_000;
  if (key.signsUntil === null || new Date(key.signsUntil).getTime() > ahead) return false;
  return !keys.some(
    (other) =>
      other.algorithm === key.algorithm &&
      other.vault === key.vault &&
      !other.revokedAt &&
      new Date(other.signsFrom) > new Date(key.signsFrom),
  );
}

/**
 * Sees to it that a key signs now that is valid until then: one that waits to follow takes over, since verifiers know
 * it already; where none waits, one is made. Four processes may ask at once: the first one's stays.
 */
export async function createKeyIfMissing(orm: Orm, making: KeyMaking, until: Date): Promise<void> {
  const now = new Date();
  if (await underLock(orm, (query) => servedOrPromoted(query, making, { now, until }))) return;
  // Outside the transaction: a KMS takes its time.
  const key = await newKey(making, now);
  await underLock(orm, async (query) => {
    if (await servedOrPromoted(query, making, { now, until })) return;
    await insertKey(query, making, key, { from: now, by: null });
  });
}

/** Whether a key signs, or one that was waiting does from now on. */
async function servedOrPromoted(
  query: Query,
  { algorithm, vault }: KeyMaking,
  { now, until }: { now: Date; until: Date },
): Promise<boolean> {
  const fit = `algorithm = $1 and vault = $2 and revoked_at is null and not_before <= $3::timestamptz
     and (signs_until is null or signs_until > $3::timestamptz) and not_after >= $4::timestamptz`;
  const parameters = [algorithm, vault.name, now.toISOString(), until.toISOString()];
  const serving = `select kid from results.signing_key where ${fit} and signs_from <= $3::timestamptz`;
  if ((await query(serving, parameters)).length) return true;
  const promoted = await query(
    `update results.signing_key set signs_from = $3::timestamptz where kid = (
       select kid from results.signing_key where ${fit} and signs_from > $3::timestamptz order by created_at, kid limit 1)
     returning kid`,
    parameters,
  );
  return promoted.length > 0;
}

/** Makes a key that follows the one at hand, where none follows yet. */
export async function createSuccessor(orm: Orm, making: KeyMaking, after: StoredSigningKey): Promise<void> {
  const now = new Date();
  const from = new Date(now.getTime() + publishedAheadHours * 3_600_000);
  const key = await newKey(making, now);
  await underLock(orm, async (query) => {
    const followers = await query(
      `select kid from results.signing_key
        where algorithm = $1 and vault = $2 and revoked_at is null and signs_from > $3`,
      [after.algorithm, after.vault, after.signsFrom],
    );
    if (!followers.length) await insertKey(query, making, key, { from, by: null });
  });
}

/** Makes a key that signs from then on; gives its kid. */
export async function createKey(
  orm: Orm,
  making: KeyMaking,
  { from, by }: { from: Date; by: string },
): Promise<string> {
  const key = await newKey(making, new Date());
  await underLock(orm, (query) => insertKey(query, making, key, { from, by }));
  return key.kid;
}

function underLock<Result>(orm: Orm, work: (query: Query) => Promise<Result>): Promise<Result> {
  return orm.em.fork().transactional(async (em) => {
    const query = queryIn(em);
    await query("select pg_advisory_xact_lock(hashtext('ketqua signing keys'))");
    return work(query);
  });
}

async function newKey({ vault, identity, algorithm }: KeyMaking, notBefore: Date) {
  const notAfter = new Date(notBefore.getTime() + validDays * 86_400_000);
  const commonName = `${identity.name} DSC ${notBefore.toISOString().slice(0, 10)}`.slice(0, 64);
  const { country, name: organisation } = identity;
  const key = await vault.create({ country, organisation, commonName, notBefore, notAfter, algorithm });
  return { ...key, notBefore, notAfter };
}

async function insertKey(
  query: Query,
  { algorithm, vault }: KeyMaking,
  key: Awaited<ReturnType<typeof newKey>>,
  { from, by }: { from: Date; by: string | null },
): Promise<void> {
  const until = new Date(from.getTime() + signingDays * 86_400_000);
  const subject = { kid: key.kid, algorithm, signsFrom: from.toISOString() };
  const actor = by === null ? 'ketqua' : `account ${by}`;
  await writeEvents(query, [actedBy(actor, 'SIGNING_KEY_MADE', subject)]);
  await query(
    `insert into results.signing_key (kid, algorithm, vault, certificate, private_key, public_key, not_before,
            not_after, signs_from, signs_until, created_by)
     values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10, $11)`,
    [
      ...[key.kid, algorithm, vault.name, key.certificateDer, key.handle, JSON.stringify(key.publicKeyJwk)],
      ...[
        key.notBefore.toISOString(),
        key.notAfter.toISOString(),
        from.toISOString(),
        until.toISOString(),
        by,
      ],
    ],
  );
}
