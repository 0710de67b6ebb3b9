import { Migration } from '@mikro-orm/migrations';

/** What citizens say is wrong with their results, and what becomes of it. */
export class Migration011Disputes extends Migration {
  override up(): void {
    this.addSql(`
      create table results.dispute (
        id uuid primary key,
        result_id uuid not null references results.test_result on delete cascade,
        -- The version that is disputed, and the later one that ended the dispute.
        result_version int not null,
        resolved_version int,
        person_id uuid not null references results.person on delete cascade,
        lab_id uuid not null,
        account_id uuid not null,
        kind text not null check (kind in ('NOT_MINE', 'WRONG_OUTCOME', 'WRONG_DETAILS', 'OTHER')),
        statement bytea not null,
        state text not null
          check (state in ('OPEN', 'NEEDS_TIME', 'UPHELD', 'REJECTED', 'RESOLVED', 'WITHDRAWN')),
        opened_at timestamptz not null default now(),
        due_at timestamptz not null,
        -- When the keeper told that it was overdue.
        overdue_at timestamptz,
        closed_at timestamptz
      );
      create unique index dispute_in_course on results.dispute (result_id, account_id) where closed_at is null;
      create index on results.dispute (lab_id, id desc);
      create index on results.dispute (account_id, opened_at);
      create index on results.dispute (person_id, account_id);
      create index on results.dispute (due_at) where closed_at is null and overdue_at is null;

      create table results.dispute_step (
        id uuid primary key,
        dispute_id uuid not null references results.dispute on delete cascade,
        step text not null,
        at timestamptz not null default now(),
        -- CITIZEN, LABORATORY or AUTHORITY; null for the clock.
        party text,
        -- The account or the key, for an inspection alone.
        actor_id uuid,
        note bytea
      );
      create index on results.dispute_step (dispute_id, id);

      create table results.dispute_policy (
        singleton boolean primary key default true check (singleton),
        answer_days int not null check (answer_days between 1 and 90),
        extension_days int not null check (extension_days between 1 and 90)
      );
      insert into results.dispute_policy (answer_days, extension_days) values (7, 14);
    `);
  }
}
