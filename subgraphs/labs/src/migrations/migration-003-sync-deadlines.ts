import { Migration } from '@mikro-orm/migrations';

/**
 * When a laboratory is to be heard of, counted in its open hours, and what was announced of it. The deadlines are
 * computed where hours and time zones are understood, and stored; whether one has passed the database's clock says.
 */
export class Migration003SyncDeadlines extends Migration {
  override up(): void {
    this.addSql(`
      drop view labs.board;

      alter table labs.lab
        add column time_zone text not null default 'Asia/Ho_Chi_Minh',
        -- [{day, opensAt, closesAt}]; none: every hour counts.
        add column hours jsonb not null default '[]',
        add column due_at timestamptz,
        add column silent_at timestamptz,
        -- When it was heard of, or its terms changed: what brought these deadlines.
        add column deadlines_set_at timestamptz,
        add column announced_status text not null default 'ON_TIME',
        -- Whether it was announced for these deadlines: a clock that is set back takes nothing back.
        add column announcement_holds boolean not null default false;
      update labs.lab set
        due_at = coalesce(last_synced_at, registered_at) + make_interval(mins => sync_period_minutes),
        silent_at = coalesce(last_synced_at, registered_at) + 3 * make_interval(mins => sync_period_minutes),
        deadlines_set_at = coalesce(last_synced_at, registered_at);
      alter table labs.lab
        alter column due_at set not null,
        alter column silent_at set not null,
        alter column deadlines_set_at set not null;

      -- One process at a time looks for laboratories that turned late: it holds this row.
      create table labs.keeper (singleton boolean primary key default true check (singleton));
      insert into labs.keeper default values;

      create function labs.sync_status(
        at timestamptz, due_at timestamptz, silent_at timestamptz, announced text, holds boolean
      ) returns text language sql immutable as $$
        select case when at > silent_at or (holds and announced = 'SILENT') then 'SILENT'
                    when at > due_at or (holds and announced = 'LATE') then 'LATE'
                    else 'ON_TIME' end
      $$;

      create view labs.board as
        select id, code, name, kind, province, accreditation, sync_period_minutes, time_zone, hours,
               last_synced_at, due_at,
               labs.sync_status(now(), due_at, silent_at, announced_status, announcement_holds) as sync_status,
               (select coalesce(sum(accepted), 0)::int from labs.submission
                 where lab_id = lab.id and received_at > now() - interval '1 hour') as results_last_hour
          from labs.lab;
    `);
  }
}
