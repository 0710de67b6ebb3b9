import { Migration } from '@mikro-orm/migrations';

/**
 * People whom an account proved on a device that knows none of its others: whoever is given a recycled number proves
 * themselves, and not the people of whoever had it before.
 */
export class Migration015ProvenPeople extends Migration {
  override up(): void {
    this.addSql(`
      alter table results.claim add column is_apart boolean not null default false;
      create table results.proven_person (
        account_id uuid not null,
        device_id uuid not null,
        person_id uuid not null references results.person on delete cascade,
        proven_at timestamptz not null default now(),
        primary key (account_id, device_id, person_id)
      );
    `);
  }
}
