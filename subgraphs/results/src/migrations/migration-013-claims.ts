import { Migration } from '@mikro-orm/migrations';

/** Where an account proved its people, why a claim is suspended, and phones that are not a person's. */
export class Migration013Claims extends Migration {
  override up(): void {
    this.addSql(`
      -- A device on which an account proved one of its people: its claims are open there, and nowhere else.
      create table results.proven_device (
        account_id uuid not null,
        device_id uuid not null,
        proven_at timestamptz not null default now(),
        primary key (account_id, device_id)
      );
      alter table results.claim add column suspended_reason text
        check (suspended_reason in ('IDLE', 'WRONG_NUMBER', 'PHONE_REPORTED', 'PHONE_CORRECTED'));
      create index on results.claim (phone_index);
    `);
  }
}
