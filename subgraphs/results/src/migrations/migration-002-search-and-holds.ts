import { Migration } from '@mikro-orm/migrations';

/** What a lab searches its results by, and how long a result that is not released may wait. */
export class Migration002SearchAndHolds extends Migration {
  override up(): void {
    this.addSql(`
      -- A lab's results, newest first; a run; a kit lot, of whichever lab.
      create index on results.test_result (lab_id, id desc);
      create index on results.test_result (lab_id, run_id, id) where run_id is not null;
      create index on results.test_result (kit_lot, id) where kit_lot is not null;

      alter table results.release_policy
        add longest_hold_hours int check (longest_hold_hours between 1 and 8760);
      update results.release_policy set longest_hold_hours = 24 where mode <> 'AT_ONCE';
      alter table results.release_policy
        add constraint hold_has_an_end check ((mode = 'AT_ONCE') = (longest_hold_hours is null));

      -- A settled result that is not shown yet: why, since when, and when the alarm sounds. Gone once it is released.
      create table results.result_hold (
        result_id uuid primary key references results.test_result on delete cascade,
        mode text not null check (mode in ('AFTER_AUTHORITY_NOTICE', 'IN_PERSON_ONLY', 'WITHOUT_POLICY')),
        since timestamptz not null,
        until timestamptz not null,
        -- When the alarm sounds next.
        alarm_at timestamptz not null
      );
      create index on results.result_hold (alarm_at);
      insert into results.result_hold (result_id, mode, since, until, alarm_at)
        select r.id, coalesce(nullif(p.mode, 'AT_ONCE'), 'WITHOUT_POLICY'), r.changed_at,
               now() + interval '24 hours', now() + interval '24 hours'
          from results.test_result r
          left join lateral (
            select mode from results.release_policy p
             where p.disease = r.disease and p.outcome in ('*', r.outcome) and p.method in ('*', r.method)
             order by p.outcome = '*', p.method = '*' limit 1
          ) p on true
         where r.released_at is null and r.status in ('FINAL', 'AMENDED', 'CORRECTED', 'APPENDED');
    `);
  }
}
