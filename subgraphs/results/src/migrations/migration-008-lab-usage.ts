import { Migration } from '@mikro-orm/migrations';

/** What each lab asked for, minute by minute: what its limits are counted by. */
export class Migration008LabUsage extends Migration {
  override up(): void {
    this.addSql(`
      -- Not written to the WAL: after a crash the count begins anew, and no request waits for a disk.
      create unlogged table results.lab_usage (
        lab_id uuid not null,
        minute timestamptz not null,
        requests int not null,
        rows int not null,
        primary key (lab_id, minute)
      );
    `);
  }
}
