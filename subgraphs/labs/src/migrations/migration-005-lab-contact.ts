import { Migration } from '@mikro-orm/migrations';

/** Whom to text when a laboratory falls behind, and what was told last. */
export class Migration005LabContact extends Migration {
  override up(): void {
    this.addSql(`
      alter table labs.lab
        -- Sealed.
        add column contact_name bytea,
        add column contact_phone bytea,
        add column contact_told text not null default 'ON_TIME',
        add column contact_told_at timestamptz;

      drop view labs.board;
      create view labs.board as
        select id, code, name, kind, province, accreditation, sync_period_minutes, time_zone, hours,
               contact_name, contact_phone, last_synced_at, due_at,
               labs.sync_status(now(), due_at, silent_at, announced_status, announcement_holds) as sync_status,
               (select coalesce(sum(accepted), 0)::int from labs.submission
                 where lab_id = lab.id and received_at > now() - interval '1 hour') as results_last_hour
          from labs.lab;
    `);
  }
}
