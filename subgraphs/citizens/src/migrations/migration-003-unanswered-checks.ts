import { Migration } from '@mikro-orm/migrations';

/** How many checks of a challenge's code the provider has not answered: they are forgiven, but not for ever. */
export class Migration003UnansweredChecks extends Migration {
  override up(): void {
    this.addSql('alter table citizens.challenge add column unanswered smallint not null default 0;');
  }
}
