import { type CertificateSigner, type TrustedKey, TrustList } from '@ketqua/health-cert';
import { createSigningKey, signerFrom } from '@ketqua/health-cert/node';
import { type Database, type Orm, queryIn } from '@ketqua/platform';
import { keyRing } from '../../key-ring.js';

const keyLifetimeDays = 730;
const keyReadDelay = 5 * 60_000;

interface SigningKeyRow {
  readonly kid: string;
  readonly algorithm: 'ES256' | 'PS256';
  readonly private_key: Uint8Array;
  readonly public_key: TrustedKey['publicKeyJwk'];
  readonly not_before: string;
  readonly not_after: string;
  readonly revoked_at: string | null;
}

/** Who issues: what certificates say of it. */
export interface IssuerIdentity {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** The authority's name, at most 80 characters. */
  readonly name: string;
}

/**
 * The authority's signing keys: sealed in the database, made at the first start, used behind the signer interface
 * that a KMS can take the place of. Read again every five minutes.
 */
export class CertificateIssuer {
  #signer: CertificateSigner | undefined;
  #trust = new TrustList([]);
  #kids: ReadonlySet<string> = new Set();
  #readAt = 0;

  private constructor(
    private readonly database: Database,
    private readonly orm: Orm,
    readonly identity: IssuerIdentity,
  ) {}

  static async open(database: Database, orm: Orm, identity: IssuerIdentity): Promise<CertificateIssuer> {
    const issuer = new CertificateIssuer(database, orm, identity);
    await issuer.#read();
    if (!issuer.#signer) {
      await issuer.#createFirstKey();
      await issuer.#read();
    }
    return issuer;
  }

  /** The signer of the key in force. */
  async signer(): Promise<CertificateSigner> {
    await this.#readIfOld();
    if (!this.#signer) throw new Error('No signing key is in force: create one');
    return this.#signer;
  }

  /** The keys whose certificates are believed: ours. */
  async trust(): Promise<TrustList> {
    await this.#readIfOld();
    return this.#trust;
  }

  /** Whether a key is one of ours. */
  isOwnKid(kid: string): boolean {
    return this.#kids.has(kid);
  }

  async #readIfOld(): Promise<void> {
    if (Date.now() - this.#readAt > keyReadDelay) await this.#read();
  }

  async #read(): Promise<void> {
    const rows = await this.database.query<SigningKeyRow>(
      'select kid, algorithm, private_key, public_key, not_before, not_after, revoked_at from results.signing_key order by not_before desc, kid',
    );
    const now = new Date();
    const inForce = rows.find(
      ({ revoked_at, not_before, not_after }) =>
        !revoked_at && new Date(not_before) <= now && new Date(not_after) > now,
    );
    const { country } = this.identity;
    this.#signer = inForce && signerOf(inForce);
    this.#kids = new Set(rows.map(({ kid }) => kid));
    this.#trust = new TrustList(rows.map((row) => trustedKeyOf(row, country)));
    this.#readAt = Date.now();
  }

  /** Four processes may start at once: the first one's key stays. */
  async #createFirstKey(): Promise<void> {
    const { country, name } = this.identity;
    const notBefore = new Date();
    const notAfter = new Date(notBefore.getTime() + keyLifetimeDays * 86_400_000);
    const key = await createSigningKey({
      country,
      organisation: name,
      commonName: `${name} DSC 1`,
      notBefore,
      notAfter,
    });
    const privateKey = keyRing.seal(
      Buffer.from(key.privateKeyPkcs8).toString('base64'),
      'signing_key.private_key',
    );
    await this.orm.em.fork().transactional(async (em) => {
      const query = queryIn(em);
      await query("select pg_advisory_xact_lock(hashtext('ketqua first signing key'))");
      await query(
        `insert into results.signing_key (kid, algorithm, certificate, private_key, public_key, not_before, not_after)
         select $1, $2, $3, $4, $5::jsonb, $6, $7 where not exists (select from results.signing_key where revoked_at is null)`,
        [
          key.kid,
          key.algorithm,
          key.certificateDer,
          privateKey,
          JSON.stringify(key.publicKeyJwk),
          notBefore.toISOString(),
          notAfter.toISOString(),
        ],
      );
    });
  }
}

function signerOf({ kid, algorithm, private_key }: SigningKeyRow): CertificateSigner {
  const privateKeyPkcs8 = Buffer.from(keyRing.open(private_key, 'signing_key.private_key'), 'base64');
  return signerFrom({ kid, algorithm, privateKeyPkcs8 });
}

function trustedKeyOf(row: SigningKeyRow, country: string): TrustedKey {
  const { kid, algorithm, public_key: publicKeyJwk, not_before, not_after, revoked_at } = row;
  return {
    kid,
    publicKeyJwk,
    algorithm,
    country,
    notBefore: new Date(not_before).toISOString(),
    notAfter: new Date(not_after).toISOString(),
    revoked: revoked_at !== null,
  };
}
