import { createHmac, type KeyObject } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Database, deriveKey, type Logger } from '@ketqua/platform';

/** Counts begin anew with each minute of the clock. */
const windowLength = 60_000;

/** A subject is told to the other gateways once it has used this share of its limit here. */
const toldFrom = 1 / 20;

const settleEvery = 1_000;

/** How many subjects a gateway remembers in a minute; the one that was seen first is forgotten. */
const remembered = 100_000;

/** How many subjects one statement settles. */
const settledAtOnce = 1_000;

/** The counts outlive no crash, and need no log: whatever was counted is a minute old at most. */
const setup = `
  create schema if not exists gateway;
  create unlogged table if not exists gateway.request_count (
    subject text not null,
    minute integer not null,
    requests integer not null,
    primary key (minute, subject)
  );
`;

const settleStatement = `
  insert into gateway.request_count as counted (subject, minute, requests)
    select subject, $3::integer, requests from unnest($1::text[], $2::integer[]) as told (subject, requests)
    on conflict (minute, subject) do update set requests = counted.requests + excluded.requests
    returning subject, requests`;

interface Count {
  /** How many were taken here in this minute. */
  here: number;
  /** How many of those the database knows. */
  told: number;
  /** How many were taken elsewhere, as far as is known. */
  elsewhere: number;
  readonly limit: number;
}

/** What a gateway counts requests with. */
export interface RequestCountsParts {
  /** Shared by all gateways; without it each counts for itself. */
  readonly shared?: { readonly database: Database; readonly masterKey: Uint8Array };
  readonly log: Logger;
  /** The clock, in milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * How many requests each subject made in this minute, at all gateways. A count is kept in the process, and settled with
 * the database each second, in one statement for all, where a subject has used a twentieth of its limit: whoever asks
 * little costs the database nothing. So with n gateways a limit may be passed by n twentieths and what comes within a
 * second. Where the database is gone, each gateway counts for itself until it is back.
 */
export class RequestCounts {
  #counts = new Map<string, Count>();
  #minute: number;
  #settling: Promise<void> | undefined;
  #isReachable = true;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #key: KeyObject | undefined;

  private constructor(private readonly parts: RequestCountsParts) {
    this.#minute = this.#now();
    if (!parts.shared) return;
    this.#key = deriveKey(parts.shared.masterKey, 'gateway-request-counts');
    this.#timer = setInterval(() => void this.settle(), settleEvery).unref();
  }

  /** Opens the counts, and makes their table where there is none. */
  static async open(parts: RequestCountsParts): Promise<RequestCounts> {
    await parts.shared?.database.script(setup);
    return new RequestCounts(parts);
  }

  /** Counts one request; gives the seconds to wait where the limit, in requests a minute, is reached. */
  take(subject: string, limit: number): number | undefined {
    this.#beginMinute();
    let count = this.#counts.get(subject);
    if (!count) {
      count = { here: 0, told: 0, elsewhere: 0, limit };
      if (this.#counts.size >= remembered) this.#counts.delete(this.#counts.keys().next().value!);
      this.#counts.set(subject, count);
    }
    if (count.here + count.elsewhere >= limit) return this.#secondsLeft();
    count.here++;
    return undefined;
  }

  /** Tells the database what it does not know, and hears what was counted elsewhere. Never throws. */
  settle(): Promise<void> {
    this.#settling ??= this.#settle().finally(() => {
      this.#settling = undefined;
    });
    return this.#settling;
  }

  /** Ends it, and waits for what is being settled, for a second at most. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    if (this.#settling) await Promise.race([this.#settling, pause(settleEvery, undefined, { ref: false })]);
  }

  async #settle(): Promise<void> {
    const { shared, log } = this.parts;
    if (!shared) return;
    const minute = this.#minute;
    const due = [...this.#counts]
      .filter(([, { here, told, limit }]) => here > told && here >= limit * toldFrom)
      .map(([subject, count]) => ({ name: this.#nameOf(subject), count, sent: count.here - count.told }))
      // In one order everywhere, so that no two gateways wait for each other's rows.
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    try {
      for (let from = 0; from < due.length; from += settledAtOnce) {
        await settleSome(shared.database, due.slice(from, from + settledAtOnce), minute);
      }
      if (!due.length) return;
      if (!this.#isReachable) log.info('requests are counted at all gateways again');
      this.#isReachable = true;
    } catch (error) {
      if (this.#isReachable) log.warn({ error }, 'requests are counted at each gateway alone');
      this.#isReachable = false;
    }
  }

  #beginMinute(): void {
    const minute = this.#now();
    if (minute === this.#minute) return;
    this.#minute = minute;
    this.#counts = new Map();
    const { database } = this.parts.shared ?? {};
    // What is over counts no more; who comes too late deletes nothing.
    database
      ?.query('delete from gateway.request_count where minute < $1', [minute - 1])
      .catch(() => undefined);
  }

  /** The minute of now, counted since 1970. */
  #now(): number {
    return Math.floor((this.parts.now ?? Date.now)() / windowLength);
  }

  #secondsLeft(): number {
    const now = (this.parts.now ?? Date.now)();
    return Math.max(1, Math.ceil(((this.#minute + 1) * windowLength - now) / 1_000));
  }

  /** What the database knows a subject by: an address is personal. */
  #nameOf(subject: string): string {
    return createHmac('sha256', this.#key!).update(subject).digest('base64url');
  }
}

interface Due {
  readonly name: string;
  readonly count: Count;
  readonly sent: number;
}

async function settleSome(database: Database, due: readonly Due[], minute: number): Promise<void> {
  const rows = await database.query<{ subject: string; requests: number }>(settleStatement, [
    due.map(({ name }) => name),
    due.map(({ sent }) => sent),
    minute,
  ]);
  const totals = new Map(rows.map(({ subject, requests }) => [subject, requests]));
  for (const { name, count, sent } of due) {
    count.told += sent;
    count.elsewhere = Math.max(0, (totals.get(name) ?? 0) - count.told);
  }
}
