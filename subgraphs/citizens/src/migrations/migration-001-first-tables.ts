import { Migration } from '@mikro-orm/migrations';

/** The first tables. A phone is sealed by the key ring `citizens` and found by its blind index. */
export class Migration001FirstTables extends Migration {
  override up(): void {
    this.addSql(`
      create table citizens.account (
        id uuid primary key,
        phone bytea not null,
        phone_index bytea not null unique,
        locale text not null,
        roles text[] not null,
        lab_id uuid,
        checkpoint_ids uuid[] not null default '{}',
        created_at timestamptz not null default now()
      );
      create index on citizens.account using gin (checkpoint_ids);

      -- Phones that may be texted although no account has them: a lab reported them.
      create table citizens.known_phone (
        phone_index bytea primary key,
        phone bytea not null,
        reported_at timestamptz not null default now()
      );

      create table citizens.challenge (
        id uuid primary key,
        phone bytea not null,
        phone_index bytea not null,
        channel text not null,
        locale text not null,
        requested_at timestamptz not null,
        expires_at timestamptz not null,
        attempts int not null default 0,
        -- The provider's name for it; null while, or because, nobody was texted.
        verification_id text,
        ended_at timestamptz
      );
      create index on citizens.challenge (expires_at);
      create table citizens.request_count (
        subject bytea primary key,
        window_began_at timestamptz not null,
        requests int not null
      );

      create table citizens.session (
        id uuid primary key,
        account_id uuid not null references citizens.account on delete cascade,
        code_verified_at timestamptz not null,
        expires_at timestamptz not null,
        ended_at timestamptz
      );
      create index on citizens.session (account_id);
      create table citizens.refresh_token (
        -- SHA-256 of 256 random bits.
        hash bytea primary key,
        session_id uuid not null references citizens.session on delete cascade,
        expires_at timestamptz not null,
        used_at timestamptz
      );
      create index on citizens.refresh_token (session_id);

      create table citizens.notice (
        phone_index bytea primary key,
        due_at timestamptz not null
      );

      create table citizens.development_code (
        verification_id text primary key,
        code_hash bytea not null,
        expires_at timestamptz not null
      );
      create table citizens.development_message (
        id uuid primary key,
        recipient bytea not null,
        text bytea not null,
        code bytea,
        sent_at timestamptz not null
      );
    `);
  }
}
