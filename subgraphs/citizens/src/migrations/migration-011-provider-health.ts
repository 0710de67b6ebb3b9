import { Migration } from '@mikro-orm/migrations';

/** Whether the provider of codes answers: one row, for every process. */
export class Migration011ProviderHealth extends Migration {
  override up(): void {
    this.addSql(`
      create table citizens.provider_health (
        one boolean primary key default true check (one),
        failures int not null default 0,
        failed_at timestamptz
      );
      insert into citizens.provider_health default values;
      create index on citizens.challenge (verification_id) where verification_id is not null;
    `);
  }
}
