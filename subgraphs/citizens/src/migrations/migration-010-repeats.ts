import { Migration } from '@mikro-orm/migrations';

/** How often the answer to a refresh was given once more. */
export class Migration010Repeats extends Migration {
  override up(): void {
    this.addSql('alter table citizens.refresh_token add column asked_again int not null default 0');
  }
}
