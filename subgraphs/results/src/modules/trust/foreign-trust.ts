import {
  type BundleStatusSource,
  type ListedStatus,
  revocationHash,
  revocationHashTypes,
  type StatusQuestion,
  type TrustedKey,
} from '@ketqua/health-cert';
import type { Database, Query } from '@ketqua/platform';

/** How old what a country told may be: older than this, nothing that it signed is green. */
export const importedForDays = 7;
const readDelay = 3_000;

/** A key of another authority, as it was imported. */
export interface ForeignKey extends TrustedKey {
  readonly source: string;
  /** Whether what its country revoked is known, and the list that it stands in is not stale. */
  readonly statusSource: Extract<BundleStatusSource, 'HASHES' | 'NONE'>;
}

interface KeyRow {
  readonly source: string;
  readonly kid: string;
  readonly algorithm: TrustedKey['algorithm'];
  readonly publicKeyJwk: TrustedKey['publicKeyJwk'];
  readonly country: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly usages: NonNullable<TrustedKey['usages']>;
  readonly isFresh: boolean;
}

const freshSince = `now() - interval '${importedForDays} days'`;

/** The keys of other authorities, and what they revoked: read again when they were imported anew. */
export class ForeignTrust {
  #keys: readonly ForeignKey[] = [];
  #fingerprint: string | undefined;
  #readAt = 0;
  #reading: Promise<void> | undefined;

  constructor(private readonly database: Pick<Database, 'query'>) {}

  /** As of a moment ago. A key that several lists hold comes several times. */
  async keys(): Promise<readonly ForeignKey[]> {
    if (Date.now() - this.#readAt > readDelay) {
      this.#reading ??= this.read().finally(() => {
        this.#reading = undefined;
      });
      await this.#reading;
    }
    return this.#keys;
  }

  /** Reads the lists where they have changed, or have grown stale. */
  async read(): Promise<void> {
    const readAt = Date.now();
    const [state] = await this.database.query<{ fingerprint: string }>(
      `select concat_ws('|',
          (select string_agg(source || ' ' || version || ' ' || (imported_at > ${freshSince}), ',' order by source)
             from results.trust_list),
          (select string_agg(country || ' ' || (imported_at > ${freshSince}), ',' order by country)
             from results.revoking_country)) as fingerprint`,
    );
    if (state!.fingerprint !== this.#fingerprint) {
      this.#keys = (await this.database.query<KeyRow>(selectKeys)).map(foreignKeyOf);
      this.#fingerprint = state!.fingerprint;
    }
    this.#readAt = readAt;
  }

  /**
   * The status of another country's certificate: REVOKED where a hash that was imported says so; ACTIVE where its country
   * told lately what it revoked; else UNKNOWN.
   */
  async statusOf(query: Query, certificate: StatusQuestion): Promise<ListedStatus> {
    const hashes = await Promise.all(revocationHashTypes.map((type) => revocationHash(type, certificate)));
    const found = await query(
      `select country from results.revoked_hash
        where country = $1 and kid in ('', $2) and expires_at > now()
          and (hash_type, hash) in (select * from unnest($3::text[], $4::bytea[]))
        limit 1`,
      [certificate.issuer, certificate.kid, revocationHashTypes, hashes.map((hash) => Buffer.from(hash))],
    );
    if (found.length) return 'REVOKED';
    const keys = (await this.keys()).filter(({ kid }) => kid === certificate.kid);
    const isKnown = keys.length > 0 && keys.every(({ statusSource }) => statusSource === 'HASHES');
    return isKnown ? 'ACTIVE' : 'UNKNOWN';
  }
}

const selectKeys = `
  select k.source, k.kid, k.algorithm, k.public_key as "publicKeyJwk", k.country, k.not_before as "notBefore",
         k.not_after as "notAfter", k.usages, l.imported_at > ${freshSince}
           and exists (select from results.revoking_country c
                        where c.country = k.country and c.imported_at > ${freshSince}) as "isFresh"
    from results.trusted_key k join results.trust_list l using (source)
   where k.not_after > now() order by k.country, k.kid, k.source, k.certificate_hash`;

function foreignKeyOf({ isFresh, ...key }: KeyRow): ForeignKey {
  return {
    ...key,
    notBefore: new Date(key.notBefore).toISOString(),
    notAfter: new Date(key.notAfter).toISOString(),
    statusSource: isFresh ? 'HASHES' : 'NONE',
  };
}
