import { Migration } from '@mikro-orm/migrations';

/** Where each certificate stands in the status list. A place tells nothing of the order of issue within its block. */
export class Migration012StatusList extends Migration {
  override up(): void {
    this.addSql(`
      alter table results.certificate
        add column status_shard smallint check (status_shard between 0 and 255),
        add column status_index int,
        add constraint certificate_status_index unique (status_index);
      -- The places that are free, shuffled; filled block by block.
      create table results.status_slot (
        index int primary key,
        place uuid not null default gen_random_uuid()
      );
      create index on results.status_slot (place);
      create sequence results.status_block minvalue 0 start 0;
    `);
  }
}
