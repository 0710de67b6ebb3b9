import { Migration } from '@mikro-orm/migrations';

/** Which event an entry of the audit log was told by: after a restore the log is read anew from its beginning. */
export class Migration023AuditEvents extends Migration {
  override up(): void {
    this.addSql(`
      alter table results.audit_entry
        add column event_id bigint,
        -- A log that was made anew counts from 1 again: an event is its number and its time.
        add column event_at timestamptz,
        add constraint audit_entry_event_once unique (event_id, event_at);
    `);
  }
}
