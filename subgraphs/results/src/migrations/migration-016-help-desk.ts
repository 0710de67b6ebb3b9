import { Migration } from '@mikro-orm/migrations';

/** What a help desk does at the counter: whom it found, and the codes that it handed out. */
export class Migration016HelpDesk extends Migration {
  override up(): void {
    this.addSql(`
      create table results.claim_code (
        id uuid primary key,
        person_id uuid not null references results.person on delete cascade,
        -- A blind index of the code: whoever reads the table has no code.
        code_hash bytea not null unique,
        issued_by uuid not null,
        identity_document text not null
          check (identity_document in ('NATIONAL_ID', 'PASSPORT', 'BIRTH_CERTIFICATE', 'OTHER')),
        issued_at timestamptz not null default now(),
        expires_at timestamptz not null,
        redeemed_at timestamptz,
        redeemed_by uuid
      );
      create index on results.claim_code (person_id);
      create table results.desk_act (
        id uuid primary key,
        officer_id uuid not null,
        act text not null check (act in ('FOUND', 'NOT_FOUND', 'CODE_ISSUED')),
        person_id uuid references results.person on delete set null,
        at timestamptz not null default now()
      );
      create index on results.desk_act (officer_id, at);
      create index on results.test_result (accession_number);
    `);
  }
}
