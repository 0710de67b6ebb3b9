import { Migration } from '@mikro-orm/migrations';

/** How long people waited for the results of a laboratory: a day of it. */
export class Migration004ReleaseDelay extends Migration {
  override up(): void {
    this.addSql(`
      create table labs.release_delay (
        result_id uuid primary key,
        lab_id uuid not null,
        delay_seconds int not null,
        released_at timestamptz not null
      );
      create index on labs.release_delay (lab_id, released_at);
      create index on labs.release_delay (released_at);
    `);
  }
}
