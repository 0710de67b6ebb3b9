import { Migration } from '@mikro-orm/migrations';

/** On what ground a held result was released, for the authority's inspection. */
export class Migration005Releases extends Migration {
  override up(): void {
    this.addSql(`
      create table results.result_release (
        result_id uuid not null references results.test_result on delete cascade,
        version int not null,
        ground text not null check (ground in ('AUTHORITY_NOTIFIED', 'TOLD_IN_PERSON', 'REVIEWED', 'HOLD_EXPIRED')),
        -- The kind of whoever released it; null for the clock.
        released_by text,
        note text,
        released_at timestamptz not null,
        primary key (result_id, released_at)
      );
    `);
  }
}
