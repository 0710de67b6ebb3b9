import { Migration } from '@mikro-orm/migrations';

/** How a file was read when it first came, and the key or account that sent it. */
export class Migration009SubmissionReading extends Migration {
  override up(): void {
    this.addSql(`
      alter table results.submission add column reading jsonb, add column submitted_by uuid;
    `);
  }
}
