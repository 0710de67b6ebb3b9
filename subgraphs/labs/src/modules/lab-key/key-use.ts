import { type Database, type Logger, rateLimited } from '@ketqua/platform';

const minute = 60_000;

interface Use {
  /** When the window began, and how many sessions were opened in it. */
  windowBeganAt: number;
  sessions: number;
  writtenAt: number;
}

/**
 * Counts the sessions that a right key opens, in this process, and writes down when it was last used: beside the
 * answer, not before it, and at most once a minute a key, so that a laboratory which opens a session for each file
 * costs no write each time.
 */
export class KeyUse {
  readonly #uses = new Map<string, Use>();
  readonly #writing = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly log: Logger,
    private readonly sessionsAMinute: number,
  ) {}

  /**
   * Notes that a key opens a session now. A failure to write it is logged.
   * @throws GraphQLError RATE_LIMITED where it opened too many within the minute.
   */
  note(keyId: string): void {
    const now = performance.now();
    const use = this.#uses.get(keyId) ?? { windowBeganAt: now, sessions: 0, writtenAt: -minute };
    this.#uses.set(keyId, use);
    if (now - use.windowBeganAt >= minute) Object.assign(use, { windowBeganAt: now, sessions: 0 });
    if (use.sessions >= this.sessionsAMinute) throw rateLimited((use.windowBeganAt + minute - now) / 1000);
    use.sessions++;
    if (now - use.writtenAt < minute) return;
    use.writtenAt = now;
    const writing = this.#write(keyId, use).finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }

  /** Waits for what is being written. */
  async close(): Promise<void> {
    await Promise.all(this.#writing);
  }

  async #write(keyId: string, use: Use): Promise<void> {
    try {
      // Another process may have written it within the minute.
      await this.database.query(
        `update labs.lab_key set last_used_at = now()
          where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
        [keyId],
      );
    } catch (error) {
      use.writtenAt = -minute;
      this.log.error({ error }, 'the last use of a key could not be written');
    }
  }
}
