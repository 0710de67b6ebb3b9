import { Migration } from '@mikro-orm/migrations';

/** When all laboratories were last told to the other rooms. */
export class Migration006RegisterTold extends Migration {
  override up(): void {
    this.addSql('alter table labs.keeper add column register_told_at timestamptz');
  }
}
