import { Migration } from '@mikro-orm/migrations';

/** Phones of which somebody said that they are not this person's. */
export class Migration014PhoneReports extends Migration {
  override up(): void {
    this.addSql(`
      create table results.phone_report (
        id uuid primary key,
        person_id uuid not null references results.person on delete cascade,
        phone_index bytea not null,
        reported_at timestamptz not null default now(),
        unique (phone_index, person_id)
      );
      create index on results.phone_report (person_id);
    `);
  }
}
