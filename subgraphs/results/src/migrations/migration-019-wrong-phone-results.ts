import { Migration } from '@mikro-orm/migrations';

/** Which results carry a phone that somebody said is not the person's: their laboratories are to correct them. */
export class Migration019WrongPhoneResults extends Migration {
  override up(): void {
    this.addSql(`
      create table results.phone_report_result (
        report_id uuid not null references results.phone_report on delete cascade,
        result_id uuid not null references results.test_result on delete cascade,
        primary key (report_id, result_id)
      );
      create index on results.phone_report_result (result_id);
    `);
  }
}
