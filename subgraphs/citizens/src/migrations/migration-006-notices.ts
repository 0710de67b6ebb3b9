import { Migration } from '@mikro-orm/migrations';

/** What came while a phone was not to be texted again, and the browsers that asked for notifications. */
export class Migration006Notices extends Migration {
  override up(): void {
    this.addSql(`
      -- Something came within ten minutes of the last text: another is due when they are over.
      alter table citizens.notice add column is_waiting boolean not null default false;
      create index on citizens.notice (due_at) where is_waiting;

      -- What this installation signs web pushes with (VAPID, RFC 8292): made at the first start.
      create table citizens.push_key (
        singleton boolean primary key default true check (singleton),
        public_key text not null,
        private_key bytea not null,
        made_at timestamptz not null default now()
      );

      -- A browser that is pushed to: the session's that asked for it, and no longer than that session.
      create table citizens.push_subscription (
        id uuid primary key,
        account_id uuid not null references citizens.account on delete cascade,
        session_id uuid not null unique references citizens.session on delete cascade,
        endpoint_index bytea not null unique,
        endpoint bytea not null,
        -- The browser's public key and secret (RFC 8291), as JSON.
        keys bytea not null,
        subscribed_at timestamptz not null default now()
      );
      create index on citizens.push_subscription (account_id);
    `);
  }
}
