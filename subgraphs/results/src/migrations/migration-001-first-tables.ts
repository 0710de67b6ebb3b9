import { Migration } from '@mikro-orm/migrations';

/** The first tables. Personal columns are `bytea`, sealed by the key ring `results`. */
export class Migration001FirstTables extends Migration {
  override up(): void {
    this.addSql(`
      create table results.submission (
        id uuid primary key,
        lab_id uuid not null,
        idempotency_key text not null,
        content_hash bytea not null,
        state text not null,
        row_count int not null,
        processed int not null default 0,
        accepted int not null default 0,
        duplicates int not null default 0,
        rejected int not null default 0,
        received_at timestamptz not null,
        completed_at timestamptz,
        unique (lab_id, idempotency_key)
      );
      create index on results.submission (lab_id, id desc);

      create table results.submission_row (
        submission_id uuid not null references results.submission on delete cascade,
        index int not null,
        line int,
        accession_number text,
        status text not null,
        result_id uuid,
        problems jsonb not null,
        primary key (submission_id, index)
      );

      create table results.person (
        id uuid primary key,
        full_name bytea not null,
        date_of_birth bytea not null,
        sex text not null,
        national_id_last4 bytea,
        failed_claims int not null default 0,
        created_at timestamptz not null default now()
      );
      -- What joins rows to a person: (national ID, birth date, sex), or (phone, birth date, name), as blind indexes.
      create table results.person_key (
        key bytea primary key,
        person_id uuid not null references results.person on delete cascade
      );
      create index on results.person_key (person_id);
      create table results.person_phone (
        phone_index bytea not null,
        person_id uuid not null references results.person on delete cascade,
        reported_at timestamptz not null default now(),
        primary key (phone_index, person_id)
      );
      create index on results.person_phone (person_id);
      create table results.claim (
        id uuid primary key,
        person_id uuid not null references results.person on delete cascade,
        account_id uuid not null,
        phone_index bytea not null,
        method text not null,
        assurance text not null,
        created_at timestamptz not null default now(),
        suspended_at timestamptz,
        unique (person_id, account_id)
      );
      create index on results.claim (account_id);
      create table results.claim_failure (
        account_id uuid not null,
        failed_at timestamptz not null default now()
      );
      create index on results.claim_failure (account_id, failed_at);

      create table results.test_result (
        id uuid primary key,
        lab_id uuid not null,
        accession_number text not null,
        test_code text not null,
        sub_id text not null,
        version int not null,
        status text not null,
        outcome text,
        disease text not null,
        method text not null,
        test_name text,
        device_id text,
        specimen_kind text not null,
        specimen_purpose text,
        run_id text,
        instrument text,
        kit_lot text,
        specimen_collected_at timestamptz not null,
        resulted_at timestamptz,
        released_at timestamptz,
        person_id uuid not null references results.person,
        patient bytea not null,
        patient_hash bytea not null,
        facts_hash bytea not null,
        submission_id uuid,
        created_at timestamptz not null default now(),
        changed_at timestamptz not null default now(),
        reason text,
        -- Law 91/2025: on what ground it is held, for how long, and whether a dispute holds it.
        legal_basis text not null default 'STATUTORY_NOTIFICATION',
        retention_class text not null default 'LABORATORY_RECORD',
        legal_hold boolean not null default false,
        unique (lab_id, accession_number, test_code, sub_id)
      );
      create index on results.test_result (person_id, specimen_collected_at desc);
      -- The versions that a later one replaced.
      create table results.test_result_version (
        result_id uuid not null references results.test_result on delete cascade,
        version int not null,
        status text not null,
        outcome text,
        reason text,
        changed_at timestamptz not null,
        primary key (result_id, version)
      );
      create table results.release_policy (
        disease text not null,
        outcome text not null default '*',
        method text not null default '*',
        mode text not null check (mode in ('AT_ONCE', 'AFTER_AUTHORITY_NOTICE', 'IN_PERSON_ONLY')),
        confirms_screening boolean not null default true,
        primary key (disease, outcome, method)
      );
      insert into results.release_policy (disease, mode) values ('840539006', 'AT_ONCE');
      create table results.case_report (
        result_id uuid primary key references results.test_result on delete cascade,
        due_at timestamptz not null,
        sent_at timestamptz,
        acknowledged_at timestamptz
      );
      create table results.reflex_order (
        result_id uuid primary key references results.test_result on delete cascade,
        reason text not null,
        opened_at timestamptz not null default now(),
        closed_at timestamptz
      );

      create table results.signing_key (
        kid text primary key,
        algorithm text not null,
        certificate bytea not null,
        private_key bytea not null,
        public_key jsonb not null,
        not_before timestamptz not null,
        not_after timestamptz not null,
        revoked_at timestamptz
      );
      create table results.certificate (
        id uuid primary key,
        result_id uuid not null references results.test_result,
        result_version int not null,
        person_id uuid not null references results.person,
        certificate_id text not null unique,
        kid text not null references results.signing_key,
        payload bytea not null,
        issued_at timestamptz not null,
        expires_at timestamptz not null,
        revoked_at timestamptz,
        superseded_at timestamptz
      );
      create unique index certificate_in_force on results.certificate (result_id, result_version)
        where revoked_at is null and superseded_at is null;
      create index on results.certificate (result_id);

      create table results.checkpoint (
        id uuid primary key,
        code text not null unique,
        name text not null,
        jurisdiction text not null,
        created_at timestamptz not null default now()
      );
      create table results.verification (
        id uuid primary key,
        checkpoint_id uuid not null references results.checkpoint on delete cascade,
        verdict text not null,
        signature text not null,
        status text not null,
        reasons jsonb not null,
        is_offline boolean not null default false,
        verified_at timestamptz not null,
        pseudonym bytea,
        -- Where its event stands in the log: a page that was loaded resumes the feed behind it.
        txid xid8 not null default pg_current_xact_id()
      );
      create index on results.verification (checkpoint_id, id desc);
      -- A random key for one place and day: destroyed with the rows, it is in no backup.
      create table results.verification_day_key (
        checkpoint_id uuid not null references results.checkpoint on delete cascade,
        day date not null,
        key bytea not null,
        primary key (checkpoint_id, day)
      );
      create table results.verification_count (
        checkpoint_id uuid not null references results.checkpoint on delete cascade,
        day date not null,
        verdict text not null,
        count int not null,
        primary key (checkpoint_id, day, verdict)
      );
    `);
  }
}
