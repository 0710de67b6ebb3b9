import { Migration } from '@mikro-orm/migrations';

/** Rules that the authority publishes, each version of a set from a moment on, and which set a checkpoint goes by. */
export class Migration021RuleSets extends Migration {
  override up(): void {
    this.addSql(`
      create table results.rule_set_version (
        set_code text not null,
        version int not null,
        jurisdiction text not null,
        name jsonb not null,
        rules jsonb not null,
        valid_from timestamptz not null,
        note text not null,
        published_by uuid not null,
        published_at timestamptz not null default now(),
        primary key (set_code, version)
      );
      alter table results.checkpoint add column rule_set text;
    `);
  }
}
