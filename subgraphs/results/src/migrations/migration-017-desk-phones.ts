import { Migration } from '@mikro-orm/migrations';

/** Phones that a help desk reported are written down; and what is looked up by rows that may go has an index. */
export class Migration017DeskPhones extends Migration {
  override up(): void {
    this.addSql(`
      alter table results.desk_act drop constraint desk_act_act_check;
      alter table results.desk_act add constraint desk_act_act_check
        check (act in ('FOUND', 'NOT_FOUND', 'CODE_ISSUED', 'PHONE_REPORTED'));
      create index on results.desk_act (person_id);
      create index on results.dispute (result_id);
      create index on results.record_access (result_id);
      create index on results.proven_person (person_id);
    `);
  }
}
