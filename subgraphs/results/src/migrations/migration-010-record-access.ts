import { Migration } from '@mikro-orm/migrations';

/** Who in a lab or the authority opened whose record. */
export class Migration010RecordAccess extends Migration {
  override up(): void {
    this.addSql(`
      create table results.record_access (
        -- UUIDv7: the order of the log, and what it is pruned by.
        id uuid primary key,
        person_id uuid not null references results.person on delete cascade,
        -- Null where the person as such was looked up.
        result_id uuid references results.test_result on delete cascade,
        act text not null,
        actor_kind text not null check (actor_kind in ('LAB_STAFF', 'LAB_KEY', 'AUTHORITY', 'HELP_DESK')),
        -- The account or the key, for an inspection; a citizen is told the organisation alone.
        actor_id uuid,
        lab_id uuid,
        at timestamptz not null default now(),
        -- What the same actor does again within the hour is not written again.
        hour timestamptz not null default date_trunc('hour', now()),
        unique nulls not distinct (person_id, result_id, act, actor_id, hour)
      );
      -- A recall is carried out after its request: it remembers whose it was.
      alter table results.recall add recalled_by_id uuid;
    `);
  }
}
