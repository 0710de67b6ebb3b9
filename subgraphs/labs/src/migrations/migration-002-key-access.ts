import { Migration } from '@mikro-orm/migrations';

/** What a key may, and when it last opened a session. */
export class Migration002KeyAccess extends Migration {
  override up(): void {
    this.addSql(`
      alter table labs.lab_key
        add column access text not null default 'SUBMIT' check (access in ('SUBMIT', 'SUBMIT_AND_READ')),
        add column last_used_at timestamptz;
    `);
  }
}
