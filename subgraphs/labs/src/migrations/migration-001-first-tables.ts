import { Migration } from '@mikro-orm/migrations';

/** The register of laboratories, their keys, and what the sync board counts. */
export class Migration001FirstTables extends Migration {
  override up(): void {
    this.addSql(`
      create table labs.lab (
        id uuid primary key,
        code text not null unique,
        name text not null,
        kind text not null,
        province text,
        accreditation text,
        sync_period_minutes int not null default 60,
        registered_at timestamptz not null default now(),
        last_synced_at timestamptz
      );

      create table labs.lab_key (
        id uuid primary key,
        lab_id uuid not null references labs.lab,
        label text not null,
        -- SHA-256 of the whole key: 238 random bits need no slow hash.
        secret_hash bytea not null,
        created_at timestamptz not null default now(),
        expires_at timestamptz,
        revoked_at timestamptz
      );
      create index on labs.lab_key (lab_id);

      create table labs.submission (
        id uuid primary key,
        lab_id uuid not null,
        accepted int not null,
        received_at timestamptz not null
      );
      create index on labs.submission (lab_id, received_at);
      create index on labs.submission (received_at);

      create table labs.heartbeat (
        id uuid primary key,
        lab_id uuid not null references labs.lab,
        note text,
        reported_at timestamptz not null default now()
      );

      create table labs.key_failure (
        address_index bytea primary key,
        window_began_at timestamptz not null,
        failures int not null
      );

      -- A lab that never sent anything counts from its registration.
      create view labs.board as
        select lab.id, lab.code, lab.name, lab.kind, lab.province, lab.accreditation, lab.last_synced_at, due.at as due_at,
               case when now() <= due.at then 'ON_TIME'
                    when now() <= due.at + 2 * period.length then 'LATE'
                    else 'SILENT' end as sync_status,
               (select coalesce(sum(accepted), 0)::int from labs.submission
                 where lab_id = lab.id and received_at > now() - interval '1 hour') as results_last_hour
          from labs.lab
          cross join lateral (select make_interval(mins => lab.sync_period_minutes) as length) as period
          cross join lateral (select coalesce(lab.last_synced_at, lab.registered_at) + period.length as at) as due;
    `);
  }
}
