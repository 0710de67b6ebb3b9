import { createHash } from 'node:crypto';
import {
  type BundleKey,
  type BundleRevocations,
  type BundleRule,
  type BundleStatusList,
  type BundleValueSet,
  buildStatusList,
  bundleKeyOf,
  canonicalJson,
  checkpointRuleFrom,
  officialValueSets,
  type RevocationHashType,
  type TrustBundleDocument,
  type ValueSets,
  valueSetsReferredTo,
  type WithdrawnPlace,
} from '@ketqua/health-cert';
import { deflateNatively } from '@ketqua/health-cert/node';
import type { Database } from '@ketqua/platform';
import type { CertificateIssuer } from '../certificate/certificate-issuer.js';
import { type RuleSetVersion, rulesInUse } from '../checkpoint-rule/rule-sets.js';
import type { ForeignKey, ForeignTrust } from './foreign-trust.js';

/** How many hashes of other countries travel in a bundle; a country whose hashes find no room is unknown offline. */
export const mostForeignHashes = 400;
/** A verifier's clock may be late by as much, and must still find what was withdrawn before it expired. */
const expiredFor = '1 day';

/** What a bundle says, without when and by whom. */
export type BundleContent = Pick<TrustBundleDocument, 'keys' | 'rules' | 'valueSets' | 'status'>;

/** What a bundle is made of. */
export interface BundleSources {
  readonly database: Pick<Database, 'query'>;
  readonly issuer: CertificateIssuer;
  readonly foreign: ForeignTrust;
}

/** Gathers what a bundle says, always in the same order: the same content is the same bytes. */
export async function bundleContent({ database, issuer, foreign }: BundleSources): Promise<BundleContent> {
  await Promise.all([issuer.readKeys(), foreign.read()]);
  const sets = await rulesInUse(database.query.bind(database), new Date());
  const revocations = await revocationsWithRoom(database);
  const own = issuer.trustedKeys().filter(({ notAfter }) => Date.parse(notAfter) > Date.now());
  return {
    keys: [
      ...own.map((key) => bundleKeyOf(key, 'LIST')).sort(byKid),
      ...foreignKeys(await foreign.keys(), issuer, revocations.left),
    ],
    rules: rulesOf(sets),
    valueSets: valueSetsOf(sets, officialValueSets),
    status: {
      lists: await statusLists(
        database,
        own.filter(({ revoked }) => !revoked).map(({ kid }) => kid),
      ),
      revocations: revocations.taken,
    },
  };
}

function byKid(left: BundleKey, right: BundleKey): number {
  return left.kid < right.kid ? -1 : 1;
}

/** A key that several lists hold is told once, and is stale only where every list is; what no verifier can use is left out. */
function foreignKeys(
  keys: readonly ForeignKey[],
  issuer: CertificateIssuer,
  left: ReadonlySet<string>,
): BundleKey[] {
  const told = new Map<string, BundleKey>();
  for (const key of keys) {
    if (issuer.isOwnKid(key.kid)) continue;
    const { kid, publicKeyJwk, algorithm, country, notBefore, notAfter, usages } = key;
    const source = left.has(country) ? 'NONE' : key.statusSource;
    try {
      const entry = bundleKeyOf(
        { kid, publicKeyJwk, algorithm, country, notBefore, notAfter, ...(usages && { usages }) },
        source,
      );
      const same = `${kid} ${entry.publicKey}`;
      if (!told.has(same) || source === 'HASHES') told.set(same, entry);
    } catch {
      // A key on a curve that browsers do not know.
    }
  }
  return [...told.values()];
}

function rulesOf(sets: readonly RuleSetVersion[]): BundleRule[] {
  return sets.flatMap(({ code, jurisdiction, rules }) =>
    rules.map((rule) => ({
      identifier: rule.Identifier,
      ruleSet: code,
      jurisdiction,
      rule: JSON.stringify(rule),
    })),
  );
}

/** Every set by its hash; those that rules refer to with their values. */
function valueSetsOf(ruleSets: readonly RuleSetVersion[], sets: ValueSets): BundleValueSet[] {
  const referred = new Set(
    valueSetsReferredTo(ruleSets.flatMap(({ rules }) => rules.map(checkpointRuleFrom))),
  );
  return Object.keys(sets)
    .sort()
    .map((id) => {
      const values = [...sets[id]!].sort();
      const hash = createHash('sha256').update(canonicalJson(values)).digest('base64url');
      return { id, hash, values: referred.has(id) ? values : null };
    });
}

interface WithdrawnRow {
  readonly shard: number;
  readonly index: number;
  readonly isRevoked: boolean;
}

/** The status lists of the certificates of some keys; those of a revoked key are refused with it. */
export async function statusLists(
  database: Pick<Database, 'query'>,
  kids: readonly string[],
): Promise<BundleStatusList[]> {
  const rows = await database.query<WithdrawnRow>(
    `select status_shard as shard, status_index as index, revoked_at is not null as "isRevoked"
       from results.certificate
      where kid = any($1::text[]) and expires_at > now() - interval '${expiredFor}'
        and (revoked_at is not null or superseded_at is not null) and status_index is not null`,
    [kids],
  );
  const shards = Map.groupBy(rows, ({ shard }) => shard);
  return [...shards]
    .sort(([left], [right]) => left - right)
    .map(([shard, withdrawn]) => {
      const { first, length, list } = buildStatusList(withdrawn.map(placeOf), deflateNatively);
      return { shard, first, length, list: Buffer.from(list).toString('base64url') };
    });
}

function placeOf({ index, isRevoked }: WithdrawnRow): WithdrawnPlace {
  return { index, status: isRevoked ? 'REVOKED' : 'SUPERSEDED' };
}

interface RevocationsRow {
  readonly country: string;
  readonly kid: string;
  readonly hashType: RevocationHashType;
  readonly hashes: string;
  readonly count: number;
}

/** The hashes of the countries that revoked least, as many as find room; `left` are the countries that do not. */
async function revocationsWithRoom(
  database: Pick<Database, 'query'>,
): Promise<{ taken: BundleRevocations[]; left: ReadonlySet<string> }> {
  const counted = await database.query<{ country: string; count: number }>(
    `select country, least(count(*), ${mostForeignHashes} + 1)::int as count
       from results.revoked_hash where expires_at > now() group by country order by count(*), country`,
  );
  const fitting: string[] = [];
  let room = mostForeignHashes;
  for (const { country, count } of counted) {
    if (count > room) break;
    fitting.push(country);
    room -= count;
  }
  const rows = await database.query<RevocationsRow>(
    `select country, kid, hash_type as "hashType", count(*)::int as count,
            string_agg(encode(hash, 'hex'), '' order by hash) as hashes
       from results.revoked_hash where expires_at > now() and country = any($1::text[])
      group by country, kid, hash_type order by country, kid, hash_type`,
    [fitting],
  );
  const taken = rows.map(({ country, kid, hashType, hashes }) => ({
    country,
    kid: kid || null,
    hashType,
    hashes: Buffer.from(hashes, 'hex').toString('base64url'),
  }));
  return {
    taken,
    left: new Set(counted.map(({ country }) => country).filter((country) => !fitting.includes(country))),
  };
}
