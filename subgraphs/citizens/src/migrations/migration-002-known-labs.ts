import { Migration } from '@mikro-orm/migrations';

/** The laboratories that citizens heard of: a role hangs on one of them. */
export class Migration002KnownLabs extends Migration {
  override up(): void {
    this.addSql(`
      create table citizens.known_lab (
        id uuid primary key,
        heard_at timestamptz not null default now()
      );
    `);
  }
}
