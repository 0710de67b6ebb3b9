import { Migration } from '@mikro-orm/migrations';

/** Whom we believe besides ourselves, what they revoked, and the bundle in which verifiers learn of all of it. */
export class Migration020Trust extends Migration {
  override up(): void {
    this.addSql(`
      create table results.trust_list (
        source text primary key,
        format text not null,
        version int not null,
        skipped int not null,
        imported_at timestamptz not null default now(),
        imported_by uuid not null
      );
      create table results.trusted_key (
        source text not null references results.trust_list on delete cascade,
        certificate_hash bytea not null,
        certificate bytea not null,
        kid text not null,
        algorithm text not null,
        public_key jsonb not null,
        country text not null,
        not_before timestamptz not null,
        not_after timestamptz not null,
        usages text[] not null,
        primary key (source, certificate_hash)
      );
      -- Countries that told what they revoked, and when that was imported last.
      create table results.revoking_country (
        country text primary key,
        imported_at timestamptz not null default now(),
        imported_by uuid not null
      );
      create table results.revoked_hash (
        country text not null references results.revoking_country,
        -- Empty where it is for whichever key of the country.
        kid text not null,
        hash_type text not null check (hash_type in ('SIGNATURE', 'UCI', 'COUNTRYCODEUCI')),
        hash bytea not null,
        expires_at timestamptz not null,
        primary key (country, hash_type, hash, kid)
      );
      create table results.bundle_root (
        thumbprint text primary key,
        public_key jsonb not null,
        private_key bytea not null,
        created_at timestamptz not null default now()
      );
      -- One row: what every process answers with.
      create table results.trust_bundle (
        is_current boolean primary key default true check (is_current),
        version bigint not null,
        issued_at timestamptz not null,
        content_hash bytea not null,
        document text not null
      );
      -- What the status list is made of: withdrawn and not expired, without a look at the rest.
      create index certificate_withdrawn on results.certificate (kid, expires_at)
        include (status_shard, status_index, revoked_at)
        where revoked_at is not null or superseded_at is not null;
    `);
  }
}
