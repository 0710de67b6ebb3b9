import { createHash } from 'node:crypto';
import {
  authenticTrustList,
  type TrustListFormat as KeyListFormat,
  type ListedKey,
  type RevocationBatch,
  readRevocations,
  readTrustList,
  TrustListUnreadableError,
} from '@ketqua/health-cert/node';
import {
  acted,
  NotFoundError,
  type Query,
  queryIn,
  StepUpRequiredError,
  type Text,
  type Viewer,
  writeEvents,
} from '@ketqua/platform';
import type { ResultsContext } from '../../context.js';
import { importedForDays } from './foreign-trust.js';
import {
  type ImportTrustListInput,
  InvalidTrustListError,
  RevokingCountry,
  TrustListFormat,
  TrustListImport,
  TrustListType,
} from './trust-list.type.js';

/** How many keys of others are believed in all: each stands in what every verifier downloads. */
const mostKeys = 2_000;
/** How many hashes one statement takes. */
const hashesAtOnce = 20_000;

export type ImportOutcome = TrustListImport | InvalidTrustListError | StepUpRequiredError;

/**
 * Imports the keys of another authority, or what it revoked. Keys take the place of those of before from the same source;
 * revocations are added, and go when they expire. All of it or nothing. A key that goes by a kid of ours is left out.
 */
export async function importTrustList(
  context: ResultsContext,
  { source, format, content, signedBy }: ImportTrustListInput,
): Promise<ImportOutcome> {
  const { viewer, log, bundles, trust } = context;
  if (StepUpRequiredError.isNeededBy(viewer)) return stepUp(context);
  if (!isSource(source)) return invalid(context, 'INVALID_SOURCE', 'source', texts.source);
  try {
    const imported =
      format === TrustListFormat.DCC_REVOCATIONS
        ? await importRevocations(context, readRevocations(content))
        : await importKeys(context, source, format as KeyListFormat, { content, signedBy });
    await trust.foreign.read();
    bundles.wake();
    log.warn({ source, format }, 'a trust list was imported');
    return imported;
  } catch (error) {
    if (!(error instanceof TrustListUnreadableError)) throw error;
    return invalid(context, 'UNREADABLE_TRUST_LIST', 'content', {
      vi: `Tệp không phải danh sách dạng ${format}: ${error.message}.`,
      en: `The file is no list in the format ${format}: ${error.message}.`,
    });
  }
}

/** Believes the keys of a source no longer, from now on. */
export async function removeTrustList(
  context: ResultsContext,
  source: string,
): Promise<TrustListType | NotFoundError | StepUpRequiredError> {
  const { em, viewer, locale, log, bundles, trust } = context;
  if (StepUpRequiredError.isNeededBy(viewer)) return stepUp(context);
  if (!isSource(source)) return NotFoundError.of(locale);
  const removed = await em.transactional(async (transaction) => {
    const query = queryIn(transaction);
    const [list] = await selectLists(query, source);
    await query('delete from results.trust_list where source = $1', [source]);
    if (list) await writeEvents(query, [acted(context, 'TRUST_LIST_REMOVED', { source })]);
    return list;
  });
  if (!removed) return NotFoundError.of(locale);
  await trust.foreign.read();
  bundles.wake();
  log.warn({ source }, 'a trust list was removed');
  return removed;
}

/** The lists that were imported, by source. */
export function trustLists({ em }: ResultsContext): Promise<TrustListType[]> {
  return selectLists(queryIn(em), null);
}

/** The countries whose revocations were imported. */
export function revokingCountries({ em }: ResultsContext): Promise<RevokingCountry[]> {
  return selectCountries(queryIn(em), null);
}

function isSource(text: string): boolean {
  return /^[\w.-]{1,40}$/.test(text);
}

async function importKeys(
  context: ResultsContext,
  source: string,
  format: KeyListFormat,
  { content, signedBy }: Pick<ImportTrustListInput, 'content' | 'signedBy'>,
): Promise<TrustListImport | InvalidTrustListError> {
  const { em, issuer, viewer } = context;
  const read = readTrustList(format, await authenticTrustList(format, content, signedBy ?? undefined));
  await issuer.readKeys();
  const keys = read.keys.filter(({ kid }) => !issuer.isOwnKid(kid));
  const skipped = read.skipped + read.keys.length - keys.length;
  if (!keys.length) throw new TrustListUnreadableError('no key that can be used');
  return em.transactional(async (transaction) => {
    const query = queryIn(transaction);
    await query("select pg_advisory_xact_lock(hashtext('ketqua trust lists'))");
    const [others] = await query<{ count: number }>(
      'select count(*)::int as count from results.trusted_key where source <> $1',
      [source],
    );
    if (others!.count + keys.length > mostKeys) {
      return invalid(context, 'TOO_MANY_TRUSTED_KEYS', 'content', texts.tooMany);
    }
    await query(
      `insert into results.trust_list (source, format, version, skipped, imported_by)
       values ($1, $2, extract(epoch from now())::int, $3, $4)
       on conflict (source) do update set format = excluded.format, skipped = excluded.skipped,
          version = greatest(excluded.version, trust_list.version + 1), imported_at = now(),
          imported_by = excluded.imported_by`,
      [source, format, skipped, accountOf(viewer)],
    );
    await query('delete from results.trusted_key where source = $1', [source]);
    await insertKeys(query, source, keys);
    await writeEvents(query, [acted(context, 'TRUST_LIST_IMPORTED', { source, format, keys: keys.length })]);
    const [trustList] = await selectLists(query, source);
    return Object.assign(new TrustListImport(), { trustList, countries: [] });
  });
}

async function insertKeys(query: Query, source: string, keys: readonly ListedKey[]): Promise<void> {
  await query(
    `insert into results.trusted_key (source, certificate_hash, certificate, kid, algorithm, public_key, country,
            not_before, not_after, usages)
     select $1, hash, certificate, kid, algorithm, public_key::jsonb, country, not_before, not_after,
            array(select jsonb_array_elements_text(usages::jsonb))
       from unnest($2::bytea[], $3::bytea[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[],
                   $9::timestamptz[], $10::text[])
         as k (hash, certificate, kid, algorithm, public_key, country, not_before, not_after, usages)`,
    [
      source,
      keys.map(({ certificateDer }) => createHash('sha256').update(certificateDer).digest()),
      keys.map(({ certificateDer }) => Buffer.from(certificateDer)),
      keys.map(({ kid }) => kid),
      keys.map(({ algorithm }) => algorithm),
      keys.map(({ publicKeyJwk }) => JSON.stringify(publicKeyJwk)),
      keys.map(({ country }) => country),
      keys.map(({ notBefore }) => notBefore),
      keys.map(({ notAfter }) => notAfter),
      keys.map(({ usages = [] }) => JSON.stringify(usages)),
    ],
  );
}

async function importRevocations(
  context: ResultsContext,
  batches: readonly RevocationBatch[],
): Promise<TrustListImport> {
  const { em, viewer } = context;
  const countries = [...new Set(batches.map(({ country }) => country))].sort();
  return em.transactional(async (transaction) => {
    const query = queryIn(transaction);
    await query(
      `insert into results.revoking_country (country, imported_by)
       select country, $2 from unnest($1::text[]) as country
       on conflict (country) do update set imported_at = now(), imported_by = excluded.imported_by`,
      [countries, accountOf(viewer)],
    );
    await query('delete from results.revoked_hash where expires_at < now()');
    for (const batch of batches) await insertHashes(query, batch);
    await writeEvents(query, [acted(context, 'REVOCATIONS_IMPORTED', { countries: countries.join(' ') })]);
    return Object.assign(new TrustListImport(), {
      trustList: null,
      countries: await selectCountries(query, countries),
    });
  });
}

async function insertHashes(
  query: Query,
  { country, kid, hashType, expires, hashes }: RevocationBatch,
): Promise<void> {
  for (let from = 0; from < hashes.length; from += hashesAtOnce) {
    await query(
      `insert into results.revoked_hash (country, kid, hash_type, hash, expires_at)
       select distinct on (hash) $1, $2, $3, hash, $4::timestamptz from unnest($5::bytea[]) as hash
       on conflict (country, hash_type, hash, kid) do update
          set expires_at = greatest(revoked_hash.expires_at, excluded.expires_at)`,
      [
        ...[country, kid ?? '', hashType, expires.toISOString()],
        hashes.slice(from, from + hashesAtOnce).map((hash) => Buffer.from(hash)),
      ],
    );
  }
}

const isStale = `imported_at <= now() - interval '${importedForDays} days' as "isStale"`;

async function selectLists(query: Query, source: string | null): Promise<TrustListType[]> {
  const rows = await query<TrustListType & { importedAt: string }>(
    `select l.source, l.format, l.version, l.skipped, l.imported_at as "importedAt",
            l.imported_by as "importedBy", count(k.kid)::int as keys,
            coalesce(array_agg(distinct k.country order by k.country) filter (where k.kid is not null), '{}') as countries,
            l.${isStale}
       from results.trust_list l left join results.trusted_key k using (source)
      where $1::text is null or l.source = $1 group by l.source order by l.source`,
    [source],
  );
  return rows.map((row) => Object.assign(new TrustListType(), row, { importedAt: new Date(row.importedAt) }));
}

async function selectCountries(
  query: Query,
  countries: readonly string[] | null,
): Promise<RevokingCountry[]> {
  const rows = await query<RevokingCountry & { importedAt: string }>(
    `select c.country, c.imported_at as "importedAt", c.${isStale},
            (select count(*)::int from results.revoked_hash h
              where h.country = c.country and h.expires_at > now()) as hashes
       from results.revoking_country c where $1::text[] is null or c.country = any($1) order by c.country`,
    [countries],
  );
  return rows.map((row) =>
    Object.assign(new RevokingCountry(), row, { importedAt: new Date(row.importedAt) }),
  );
}

const texts = {
  source: {
    vi: 'Nguồn gồm 1 đến 40 chữ cái, chữ số, dấu chấm hoặc gạch ngang, ví dụ GDHCN.',
    en: 'A source has 1 to 40 letters, digits, dots or dashes, as GDHCN.',
  },
  tooMany: {
    vi: `Tin cậy tối đa ${mostKeys} khóa của các cơ quan khác. Hãy bỏ bớt một danh sách.`,
    en: `At most ${mostKeys} keys of others are believed. Remove a list.`,
  },
} as const satisfies Record<string, Text>;

function invalid({ locale }: ResultsContext, code: string, field: string, text: Text): InvalidTrustListError {
  return InvalidTrustListError.in(locale, text, { code, path: ['input', field] });
}

function stepUp({ locale }: ResultsContext): StepUpRequiredError {
  return StepUpRequiredError.in(locale, {
    vi: 'Để thay đổi danh sách tin cậy, hãy xác nhận lại bằng mã gửi đến điện thoại.',
    en: 'To change whom we trust, confirm again with a code sent to your phone.',
  });
}

function accountOf(viewer: Viewer): string {
  if (viewer.kind !== 'account') throw new Error('Only an account imports trust lists');
  return viewer.accountId;
}
