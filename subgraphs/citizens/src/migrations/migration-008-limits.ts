import { Migration } from '@mikro-orm/migrations';

/** Limits as rate-limiter-flexible keeps them, and whether codes are used that are sent. */
export class Migration008Limits extends Migration {
  override up(): void {
    this.addSql(`
      drop table citizens.request_count;
      -- The columns and their order are the library's; a key is a blind index, never a phone or an address.
      create table citizens.rate_limit (
        key varchar(255) primary key,
        points integer not null default 0,
        expire bigint
      );
      create index on citizens.rate_limit (expire);

      alter table citizens.challenge
        -- Asked for on a device that the phone's account signed in on before.
        add column is_trusted boolean not null default false,
        add column sent_at timestamptz;
      create index on citizens.challenge (sent_at);

      create table citizens.text_breaker (
        singleton boolean primary key default true check (singleton),
        state text not null,
        since timestamptz not null default now(),
        probes int not null default 0
      );
      insert into citizens.text_breaker (state) values ('CLOSED');
    `);
  }
}
