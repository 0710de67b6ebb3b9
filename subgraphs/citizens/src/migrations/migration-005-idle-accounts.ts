import { Migration } from '@mikro-orm/migrations';

/** When an account was last used, and whether it was told that nobody uses it any more. */
export class Migration005IdleAccounts extends Migration {
  override up(): void {
    this.addSql(`
      alter table citizens.account
        add column last_used_at timestamptz not null default now(),
        -- Null again from the next sign-in on.
        add column idle_told_at timestamptz;
      update citizens.account set last_used_at = greatest(created_at,
        (select max(session.last_used_at) from citizens.session where session.account_id = account.id));
      create index on citizens.account (last_used_at) where idle_told_at is null;
      create index on citizens.refresh_token (expires_at);
    `);
  }
}
