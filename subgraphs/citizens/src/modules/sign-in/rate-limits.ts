import { createRequire } from 'node:module';
import type { Database } from '@ketqua/platform';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { keyRing } from '../../key-ring.js';

const library = createRequire(import.meta.url)(
  'rate-limiter-flexible',
) as typeof import('rate-limiter-flexible');

/** How much of something is allowed in how long. */
export interface Limit {
  /** What is counted: part of the key. */
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
}

/** A limit is reached. */
export interface Reached {
  /** Seconds until it begins anew. */
  readonly wait: number;
  /** Whether this was the first that was refused: what an operator is told of. */
  readonly isFirst: boolean;
}

/**
 * Limits that outlive a restart and hold for every process: rate-limiter-flexible on our own database, embedded or a
 * server. A key is a blind index of what it counts. One statement counts one; it is never asked in a transaction.
 */
export class RateLimits {
  readonly #limiters = new Map<string, RateLimiterPostgres>();
  readonly #client: { query(asked: { text: string; values?: unknown[] }): Promise<unknown> };

  constructor(database: Pick<Database, 'query'>) {
    this.#client = {
      async query({ text, values = [] }) {
        const rows = await database.query(text, values);
        return { rows, rowCount: rows.length };
      },
    };
  }

  /** Counts one, also where it is refused; gives the limit where it is reached. */
  async take(limit: Limit, subject: string): Promise<Reached | null> {
    try {
      await this.#limiter(limit).consume(keyOf(subject));
      return null;
    } catch (refusal) {
      if (!(refusal instanceof library.RateLimiterRes)) throw refusal;
      const wait = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      return { wait, isFirst: refusal.consumedPoints === limit.points + 1 };
    }
  }

  /** Takes one back. */
  async giveBack(limit: Limit, subject: string): Promise<void> {
    await this.#limiter(limit).reward(keyOf(subject));
  }

  /** How long a limit is reached already, in seconds; 0 where it is not. Counts nothing. */
  async waitOf(limit: Limit, subject: string): Promise<number> {
    const counted = await this.#limiter(limit).get(keyOf(subject));
    if (!counted || counted.consumedPoints < limit.points) return 0;
    return Math.max(1, Math.ceil(counted.msBeforeNext / 1000));
  }

  #limiter({ name, points, seconds }: Limit): RateLimiterPostgres {
    const known = this.#limiters.get(name);
    if (known) return known;
    const made = new library.RateLimiterPostgres({
      storeClient: this.#client,
      storeType: 'client',
      schemaName: 'citizens',
      tableName: 'rate_limit',
      tableCreated: true,
      // Housekeeping deletes what has expired.
      clearExpiredByTimeout: false,
      keyPrefix: name,
      points,
      duration: seconds,
    });
    this.#limiters.set(name, made);
    return made;
  }
}

function keyOf(subject: string): string {
  return keyRing.blindIndex('rate-limit', subject).toString('base64url');
}
