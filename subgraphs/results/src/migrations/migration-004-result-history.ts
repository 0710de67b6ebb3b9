import { Migration } from '@mikro-orm/migrations';

/** What an earlier version said, who changed it, and how a row is known that repeats it. */
export class Migration004ResultHistory extends Migration {
  override up(): void {
    this.addSql(`
      -- LAB_KEY, LAB_STAFF or AUTHORITY; null where a submission brought the version.
      alter table results.test_result add changed_by text;
      alter table results.test_result_version
        add changed_by text,
        add facts_hash bytea,
        add specimen_collected_at timestamptz,
        add resulted_at timestamptz,
        add test_name text,
        add disease text;
    `);
  }
}
