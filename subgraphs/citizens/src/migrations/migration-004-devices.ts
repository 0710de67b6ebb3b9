import { Migration } from '@mikro-orm/migrations';

/** The devices that an account signed in on, and what its holder reads of the sessions there. */
export class Migration004Devices extends Migration {
  override up(): void {
    this.addSql(`
      create table citizens.device (
        id uuid primary key,
        account_id uuid not null references citizens.account on delete cascade,
        -- SHA-256 of 256 random bits, which the device alone keeps.
        token_hash bytea not null,
        -- The browser and the system in a few words, as 'Chrome, Android'; empty where it did not say.
        label text not null default '',
        first_used_at timestamptz not null default now(),
        last_used_at timestamptz not null default now(),
        unique (account_id, token_hash)
      );

      alter table citizens.session
        add column device_id uuid references citizens.device on delete set null,
        add column began_at timestamptz not null default now(),
        add column last_used_at timestamptz not null default now();
      -- A session lives for thirty days after its last use; when an earlier one began, its last code tells best.
      update citizens.session
         set began_at = code_verified_at, last_used_at = expires_at - interval '30 days';
      create index on citizens.session (device_id);
    `);
  }
}
