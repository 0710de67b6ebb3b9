import { Migration } from '@mikro-orm/migrations';

/** The recall of a whole run: what is withdrawn, how far it is, and what becomes of the follow-ups. */
export class Migration007Recalls extends Migration {
  override up(): void {
    this.addSql(`
      create table results.recall (
        id uuid primary key,
        -- Null for every lab.
        lab_id uuid,
        run_id text,
        instrument text,
        kit_lot text,
        resulted_from timestamptz,
        resulted_to timestamptz,
        reason text not null,
        recalled_by text not null,
        state text not null default 'PROCESSING' check (state in ('PROCESSING', 'COMPLETE')),
        matched int not null,
        withdrawn int not null default 0,
        qr_tokens_revoked int not null default 0,
        -- Where the pass through the results stands.
        last_id uuid,
        -- What was open when it began may still bring rows of the run.
        horizon xid8 not null default pg_snapshot_xmax(pg_current_snapshot()),
        started_at timestamptz not null default now(),
        completed_at timestamptz
      );
      create index on results.recall (id) where state = 'PROCESSING';
      create index on results.recall (lab_id, id desc);

      -- A case that turned out to be none: a report that was sent must be taken back at the authority.
      alter table results.case_report add withdrawn_at timestamptz;
    `);
  }
}
