import { createHash } from 'node:crypto';
import { canonicalJson, type TrustBundleDocument, wholeSeconds } from '@ketqua/health-cert';
import { type BundleRootSigner, signTrustBundle } from '@ketqua/health-cert/node';
import { happened, type Logger, type Orm, queryIn, writeEvents } from '@ketqua/platform';
import { type Keeper, keep } from '../../keeper.js';
import { type BundleContent, type BundleSources, bundleContent } from './bundle-content.js';

/** How long a verifier may work with a bundle. */
const maxAgeSeconds = 24 * 3_600;
/** How old a bundle grows though nothing changes: a verifier that looks finds one with most of its time left. */
const issuedAnewAfter = 3_600_000;
/** How often a process looks whether keys have changed: a revoked key is in the bundle within 5 s everywhere. */
const everyMilliseconds = 1_500;
/** How long certificates that were withdrawn gather: each change is a bundle that every verifier loads. */
const statusDelay = 30_000;

/** A bundle as it is given out. */
export interface IssuedBundle {
  readonly document: TrustBundleDocument;
  /** The document as it was signed: canonical JSON. */
  readonly text: string;
}

interface Parts extends BundleSources {
  readonly orm: Orm;
  readonly root: BundleRootSigner;
  readonly log: Logger;
}

interface StoredBundle {
  readonly version: string;
  readonly issuedAt: string;
  readonly contentHash: Uint8Array;
  readonly document: string;
}

/**
 * The trust bundle of this authority: one for all processes, kept in the database and in memory. Issued anew when keys,
 * rules or imports change, when certificates were withdrawn, and every hour. Its version only grows, also across a
 * restore of the database: it is the millisecond of its issue, or one more than the last.
 */
export class TrustBundles {
  #current: IssuedBundle | undefined;
  #version: string | undefined;
  #fingerprint: string | undefined;
  #builtAt = Number.NEGATIVE_INFINITY;
  readonly #first = Promise.withResolvers<void>();
  readonly #keeper: Keeper;

  private constructor(private readonly parts: Parts) {
    this.#keeper = keep({ name: 'trust-bundle', log: parts.log, everyMilliseconds }, async () => {
      await this.#pass();
      this.#first.resolve();
    });
  }

  static keep(parts: Parts): TrustBundles {
    return new TrustBundles(parts);
  }

  /** The bundle of now; waits for the first one. */
  async current(): Promise<IssuedBundle> {
    if (!this.#current) await this.#first.promise;
    return this.#current!;
  }

  /** Looks at once whether something has changed. */
  wake(): void {
    this.#builtAt = Number.NEGATIVE_INFINITY;
    this.#keeper.wake();
  }

  async end(): Promise<void> {
    await this.#keeper.end();
  }

  async #pass(): Promise<void> {
    const state = await this.#state();
    const isDue = performance.now() - this.#builtAt >= statusDelay;
    if (isDue || state.fingerprint !== this.#fingerprint) {
      const startedAt = performance.now();
      await this.#issue(await bundleContent(this.parts));
      this.#builtAt = startedAt;
      this.#fingerprint = state.fingerprint;
    }
    await this.#readIfNewer();
  }

  /** What tells that keys or imports have changed, without reading them; and in which day they are. */
  async #state(): Promise<{ fingerprint: string }> {
    const [state] = await this.parts.database.query<{ fingerprint: string }>(
      `select concat_ws('|', (select count(*) || ' ' || count(revoked_at) from results.signing_key),
          (select string_agg(source || ' ' || version, ',' order by source) from results.trust_list),
          (select string_agg(country || ' ' || imported_at, ',' order by country) from results.revoking_country),
          (select count(*) from results.rule_set_version where valid_from <= now()),
          (select string_agg(distinct rule_set, ',' order by rule_set) from results.checkpoint)
        ) as fingerprint`,
    );
    return state!;
  }

  /** Issues a bundle where the last one says something else, or is old; one process at a time. */
  async #issue(content: BundleContent): Promise<void> {
    const contentHash = createHash('sha256').update(JSON.stringify(content)).digest();
    await this.parts.orm.em.fork().transactional(async (em) => {
      const query = queryIn(em);
      await query("select pg_advisory_xact_lock(hashtext('ketqua trust bundle'))");
      const [last] = await query<StoredBundle>(
        `select version, issued_at as "issuedAt", content_hash as "contentHash", document from results.trust_bundle`,
      );
      const now = new Date();
      if (last && !isOutdated(last, contentHash, now)) return;
      const version = Math.max(now.getTime(), Number(last?.version ?? 0) + 1);
      const issuedAt = wholeSeconds(now);
      const bundle = { ...content, issuedAt, version, maxAge: maxAgeSeconds };
      const document = await signTrustBundle(bundle, this.parts.root);
      await query(
        `insert into results.trust_bundle (version, issued_at, content_hash, document) values ($1, $2, $3, $4)
         on conflict (is_current) do update set version = excluded.version, issued_at = excluded.issued_at,
            content_hash = excluded.content_hash, document = excluded.document`,
        [version, issuedAt, contentHash, document],
      );
      // Of withdrawn certificates whoever is online hears one by one; of the rest at once.
      if (!last || believedIn(JSON.parse(last.document) as BundleContent) !== believedIn(content)) {
        await writeEvents(query, [happened('trust-bundle.changed', { version })]);
      }
    });
  }

  async #readIfNewer(): Promise<void> {
    const [stored] = await this.parts.database.query<{ version: string; text: string | null }>(
      `select version, case when version <> $1::bigint then document end as text from results.trust_bundle`,
      [this.#version ?? '0'],
    );
    if (!stored || stored.text === null) return;
    this.#current = { text: stored.text, document: JSON.parse(stored.text) as TrustBundleDocument };
    this.#version = stored.version;
  }
}

/** Everything in a bundle but which certificates are withdrawn. */
function believedIn({ keys, rules, valueSets, status: { revocations } }: BundleContent): string {
  return JSON.stringify([keys, rules, valueSets, revocations].map((part) => canonicalJson(part as never)));
}

/** A bundle of the future was issued by a clock that was wrong: it is followed by one of now, with a higher version. */
function isOutdated({ issuedAt, contentHash }: StoredBundle, hash: Buffer, now: Date): boolean {
  const age = now.getTime() - new Date(issuedAt).getTime();
  return age > issuedAnewAfter || age < -60_000 || !hash.equals(contentHash);
}
