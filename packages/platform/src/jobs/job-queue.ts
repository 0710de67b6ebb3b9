import type { SqlEntityManager } from '@mikro-orm/sql';
import { fromKysely, PgBoss } from 'pg-boss';
import type { Database } from '../database/database.js';
import type { Logger } from '../log.js';

export interface JobSettings {
  /** How often a failed job is tried again, with a growing pause. */
  readonly retryLimit: number;
  /** First pause, in seconds. */
  readonly retryDelay: number;
  /** A job that was not begun in time is dropped: a code that arrives an hour late helps nobody. Seconds. */
  readonly expireInSeconds?: number;
}

/** Durable jobs with retries: written in the transaction of what causes them, run at least once. */
export class JobQueue {
  readonly #workers = new Map<string, string>();

  private constructor(private readonly boss: PgBoss) {}

  /** Opens the queue in a PostgreSQL schema of its own. */
  static async open(database: Database, schema: string, log: Logger): Promise<JobQueue> {
    const boss = new PgBoss({
      db: database.jobs,
      schema,
      ...(database.kind === 'embedded' && { backend: 'pglite' as const }),
    });
    boss.on('error', (error) => log.error({ error }, 'the job queue failed'));
    await boss.start();
    return new JobQueue(boss);
  }

  /** Declares a kind of job and the work that it is. */
  async work<Data extends object>(
    name: string,
    settings: JobSettings,
    run: (data: Data) => Promise<void>,
  ): Promise<void> {
    await this.boss.createQueue(name, {
      retryBackoff: true,
      retentionSeconds: 72 * 3600,
      deleteAfterSeconds: 3600,
      ...settings,
    });
    const worker = await this.boss.work<Data>(name, { pollingIntervalSeconds: 1 }, async ([job]) => {
      if (job) await run(job.data);
    });
    this.#workers.set(name, worker);
  }

  /** Adds a job inside the transaction of `em`. Call `hurry` after the commit to have it begun at once. */
  async send(em: SqlEntityManager, name: string, data: object): Promise<void> {
    await this.boss.send(name, data, { db: fromKysely(em.getKysely() as never) });
  }

  /** Adds several jobs of one kind inside the transaction of `em`, in one statement. */
  async sendMany(em: SqlEntityManager, name: string, data: readonly object[]): Promise<void> {
    if (!data.length) return;
    const db = fromKysely(em.getKysely() as never);
    await this.boss.insert(
      name,
      data.map((one) => ({ data: one })),
      { db },
    );
  }

  /** Has the worker of this process look now instead of at its next poll. */
  hurry(name: string): void {
    const worker = this.#workers.get(name);
    if (worker) this.boss.notifyWorker(worker);
  }

  async close(): Promise<void> {
    await this.boss.stop({ graceful: true, timeout: 5_000, close: false });
  }
}
