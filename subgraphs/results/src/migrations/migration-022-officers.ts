import { Migration } from '@mikro-orm/migrations';

/** What watches over places and officers: alarms, reports of offline verifications, shifts, counts, the audit log. */
export class Migration022Officers extends Migration {
  override up(): void {
    this.addSql(`
      alter table results.verification
        -- Of a signature that is not valid alone: the country that the text claims.
        add column claimed_issuer text,
        add column alarms text[] not null default '{}';
      create index on results.verification (checkpoint_id, verified_at desc);
      create table results.verification_report (
        account_id uuid not null,
        idempotency_key text not null,
        content_hash bytea not null,
        receipt jsonb not null,
        received_at timestamptz not null default now(),
        primary key (account_id, idempotency_key)
      );
      -- What officers' phones seal their queue to.
      create table results.queue_key (
        kid text primary key,
        public_key jsonb not null,
        private_key bytea not null,
        created_at timestamptz not null default now()
      );
      create table results.shift (
        id uuid primary key,
        checkpoint_id uuid not null references results.checkpoint on delete cascade,
        account_id uuid not null,
        begins_at timestamptz not null,
        ends_at timestamptz not null,
        check (begins_at < ends_at)
      );
      create index on results.shift (account_id, checkpoint_id, ends_at);
      create table results.officer_usage (
        account_id uuid primary key,
        minute timestamptz not null,
        in_minute int not null,
        day date not null,
        in_day int not null
      );
      create table results.officer_day (
        account_id uuid not null,
        checkpoint_id uuid not null references results.checkpoint on delete cascade,
        day date not null,
        count int not null,
        primary key (account_id, checkpoint_id, day)
      );
      create table results.audit_entry (
        seq bigint primary key,
        at timestamptz not null,
        act text not null,
        actor text not null,
        details jsonb not null,
        previous_hash text not null,
        hash text not null
      );
    `);
  }
}
