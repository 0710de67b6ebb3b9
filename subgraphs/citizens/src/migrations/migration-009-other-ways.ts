import { Migration } from '@mikro-orm/migrations';

/** A code that the provider blocked goes by the city's own gateway, once; what that sends is not for development. */
export class Migration009OtherWays extends Migration {
  override up(): void {
    this.addSql(`
      alter table citizens.challenge add column is_rerouted boolean not null default false;
      alter table citizens.development_code rename to own_code;
    `);
  }
}
