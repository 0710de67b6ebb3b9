import { Migration } from '@mikro-orm/migrations';

/** An idempotency key is kept 30 days; its receipt for longer. */
export class Migration006IdempotencyKeys extends Migration {
  override up(): void {
    this.addSql(`
      alter table results.submission alter column idempotency_key drop not null;
      create index on results.submission (received_at) where idempotency_key is not null;
    `);
  }
}
