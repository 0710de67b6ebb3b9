import { Migration } from '@mikro-orm/migrations';

/** How a lab's files are read, what a receipt tells of a file, and the rows that wait for correction. */
export class Migration003Imports extends Migration {
  override up(): void {
    this.addSql(`
      create table results.import_defaults (
        lab_id uuid primary key,
        time_zone text,
        date_format text,
        country text,
        mapping jsonb not null default '[]',
        saved_at timestamptz not null default now()
      );

      alter table results.submission add column format text;
      alter table results.submission_row add column duplicate_of int;

      -- The table of a submission with refused rows, sealed; destroyed with its time.
      create table results.submission_file (
        submission_id uuid primary key references results.submission on delete cascade,
        content bytea not null,
        kept_until timestamptz not null default now() + interval '72 hours'
      );
      create index on results.submission_file (kept_until);
    `);
  }
}
