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
  /** How the runs of each kind of job ended in this process. */
  readonly runs = new Map<string, { done: number; failed: number }>();

  private constructor(
    private readonly boss: PgBoss,
    private readonly database: Database,
    private readonly schema: string,
  ) {}

  /** Opens the queue in a PostgreSQL schema of its own. */
  static async open(database: Database, schema: string, log: Logger): Promise<JobQueue> {
    const boss = new PgBoss({
      db: database.jobs,
      schema,
      ...(database.kind === 'embedded' && { backend: 'pglite' as const }),
    });
    boss.on('error', (error) => log.error({ error }, 'the job queue failed'));
    await boss.start();
    return new JobQueue(boss, database, schema);
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
    const runs = { done: 0, failed: 0 };
    this.runs.set(name, runs);
    const worker = await this.boss.work<Data>(name, { pollingIntervalSeconds: 1 }, async ([job]) => {
      if (!job) return;
      try {
        await run(job.data);
        runs.done++;
      } catch (error) {
        runs.failed++;
        throw error;
      }
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

  /** How many jobs of each kind are in which state, and how long the oldest that may begin has waited, in seconds. */
  async depth(): Promise<{
    counts: { queue: string; state: string; count: number }[];
    due: { queue: string; seconds: number }[];
  }> {
    const queues = [...this.#workers.keys()];
    const states = ['created', 'retry', 'active', 'failed'];
    const rows = await this.database.query<{ queue: string; state: string; count: number; seconds: number }>(
      `select name as queue, state::text, count(*)::int,
              coalesce(extract(epoch from now() - min(start_after) filter (where start_after <= now())), 0)::float8 as seconds
         from "${this.schema}".job
        where name = any($1) and state::text = any($2) group by name, state`,
      [queues, states],
    );
    const found = (queue: string, state: string) =>
      rows.find((row) => row.queue === queue && row.state === state);
    return {
      counts: queues.flatMap((queue) =>
        states.map((state) => ({ queue, state, count: found(queue, state)?.count ?? 0 })),
      ),
      due: queues.map((queue) => ({
        queue,
        seconds: Math.max(0, found(queue, 'created')?.seconds ?? 0, found(queue, 'retry')?.seconds ?? 0),
      })),
    };
  }

  async close(): Promise<void> {
    await this.boss.stop({ graceful: true, timeout: 5_000, close: false });
  }
}
