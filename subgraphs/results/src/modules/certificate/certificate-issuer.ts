import {
  type CertificateAlgorithm,
  type CertificateSigner,
  type TrustedKey,
  TrustList,
} from '@ketqua/health-cert';
import type { Database, Orm } from '@ketqua/platform';
import { type KeyVault, sealedKeyVault } from './key-vault.js';
import {
  createKey,
  createKeyIfMissing,
  createSuccessor,
  type IssuerIdentity,
  type KeyMaking,
  keyInForce,
  loadSigningKeys,
  needsSuccessor,
  type StoredSigningKey,
} from './signing-keys.js';

/** How old the keys may be that this process works with: what was revoked is refused everywhere within 5 s. */
const keyReadDelay = 3_000;

/** What an installation may set of issuing. */
export interface IssuingSettings {
  /** ES256 unless set: what new certificates are signed with. Those signed otherwise before stay valid. */
  readonly algorithm: CertificateAlgorithm;
  /** How many shards the status list has: a power of two up to 256. */
  readonly statusShards: number;
  /** Where private keys are; sealed in the database unless set. */
  readonly vault?: KeyVault;
}

/** The authority's signing keys, made when none serves and used through the vault that made them. */
export class CertificateIssuer {
  #keys: readonly StoredSigningKey[] = [];
  #trustedKeys: readonly TrustedKey[] = [];
  #trust = new TrustList([]);
  #readAt = 0;
  #begun = 0;
  #done = 0;
  #reading: Promise<void> | undefined;
  #succeeding: Promise<void> | undefined;
  readonly #signers = new Map<string, CertificateSigner>();
  readonly #making: KeyMaking;

  private constructor(
    private readonly database: Database,
    private readonly orm: Orm,
    readonly identity: IssuerIdentity,
    readonly settings: IssuingSettings,
  ) {
    const { algorithm, vault = sealedKeyVault } = settings;
    this.#making = { identity, algorithm, vault };
  }

  static async open(
    database: Database,
    orm: Orm,
    identity: IssuerIdentity,
    settings: IssuingSettings,
  ): Promise<CertificateIssuer> {
    const issuer = new CertificateIssuer(database, orm, identity, settings);
    await issuer.readKeys();
    await issuer.signer(new Date());
    return issuer;
  }

  /** The signer of a key that is in force now and outlives a certificate that ends then; a new key where none does. */
  async signer(until: Date): Promise<CertificateSigner> {
    await this.#readOlderThan(keyReadDelay);
    const inForce = () => keyInForce(this.#keys, this.#making, { now: new Date(), until });
    if (!inForce()) {
      await createKeyIfMissing(this.orm, this.#making, until);
      await this.readKeys();
    }
    const key = inForce();
    if (!key) throw new Error('No signing key outlives what it is to sign');
    if (needsSuccessor(this.#keys, key, new Date())) await this.#succeed(key);
    return this.#signerOf(key);
  }

  /** Makes a key that signs from then on, beside the others; gives its kid. */
  async rotate({ from, by }: { from: Date; by: string }): Promise<string> {
    const kid = await createKey(this.orm, this.#making, { from, by });
    await this.readKeys();
    return kid;
  }

  /** Every key of the authority, as of a moment ago; the one that signs last first. */
  async keys(): Promise<readonly StoredSigningKey[]> {
    await this.#readOlderThan(keyReadDelay);
    return this.#keys;
  }

  /** Whether it is this key that signs now. */
  isSigning(kid: string): boolean {
    const now = new Date();
    return keyInForce(this.#keys, this.#making, { now, until: now })?.kid === kid;
  }

  /** The keys whose certificates are believed: ours. */
  async trust(): Promise<TrustList> {
    await this.#readOlderThan(keyReadDelay);
    return this.#trust;
  }

  /** Our keys, as they were read last. */
  trustedKeys(): readonly TrustedKey[] {
    return this.#trustedKeys;
  }

  /** Reads the keys again, for a certificate of one that is not known: another process may just have made it. */
  async trustOfNow(): Promise<TrustList> {
    await this.readKeys();
    return this.#trust;
  }

  /** Whether a key is one of ours. */
  isOwnKid(kid: string): boolean {
    return this.#keys.some((key) => key.kid === kid);
  }

  /** Reads the keys anew, after one was made or revoked. */
  async readKeys(): Promise<void> {
    const readAt = Date.now();
    const reading = ++this.#begun;
    const keys = await loadSigningKeys(this.database);
    // A reading that began later may have ended before.
    if (reading < this.#done) return;
    this.#done = reading;
    this.#keys = keys;
    // What is imported of a key for verifying stays with it as long as it does not change.
    const before = new Map(this.#trustedKeys.map((key) => [JSON.stringify(key), key]));
    this.#trustedKeys = keys
      .map((key) => trustedKeyOf(key, this.identity.country))
      .map((key) => before.get(JSON.stringify(key)) ?? key);
    this.#trust = new TrustList(this.#trustedKeys);
    this.#readAt = readAt;
  }

  /** Whoever comes meanwhile waits for the same reading. */
  async #readOlderThan(milliseconds: number): Promise<void> {
    if (Date.now() - this.#readAt <= milliseconds) return;
    this.#reading ??= this.readKeys().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  /** Many who issue at once see that a key ends: one of them makes its successor. */
  #succeed(key: StoredSigningKey): Promise<void> {
    this.#succeeding ??= createSuccessor(this.orm, this.#making, key)
      .then(() => this.readKeys())
      .finally(() => {
        this.#succeeding = undefined;
      });
    return this.#succeeding;
  }

  #signerOf({ kid, algorithm, handle }: StoredSigningKey): CertificateSigner {
    const known = this.#signers.get(kid);
    if (known) return known;
    const signer = this.#making.vault.signer({ kid, algorithm, handle });
    this.#signers.set(kid, signer);
    return signer;
  }
}

function trustedKeyOf(key: StoredSigningKey, country: string): TrustedKey {
  const { kid, algorithm, publicKeyJwk, notBefore, notAfter, revokedAt } = key;
  return {
    kid,
    publicKeyJwk,
    algorithm,
    country,
    notBefore: new Date(notBefore).toISOString(),
    notAfter: new Date(notAfter).toISOString(),
    revoked: revokedAt !== null,
  };
}
