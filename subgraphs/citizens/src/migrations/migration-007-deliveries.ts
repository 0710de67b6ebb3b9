import { Migration } from '@mikro-orm/migrations';

/** What the provider says of a code's way, by its webhooks. */
export class Migration007Deliveries extends Migration {
  override up(): void {
    this.addSql(`
      alter table citizens.challenge
        -- BLOCKED, FAILED, EXPIRED, CANCELLED or COMPLETED; null while nothing was said.
        add column delivery text,
        add column delivered_at timestamptz;
      create index on citizens.challenge (verification_id);

      -- SHA-256 of the webhooks that were applied: what comes twice is applied once.
      create table citizens.webhook (
        hash bytea primary key,
        received_at timestamptz not null default now()
      );
      create index on citizens.challenge (phone_index, requested_at);
    `);
  }
}
