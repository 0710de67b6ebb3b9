import { type Orm, queryIn } from '@ketqua/platform';

/** Loads median delays of the laboratories that one request names: those asked for in one turn with one query. */
export class DelayLoader {
  #waiting: Map<string, PromiseWithResolvers<number | null>> | undefined;

  constructor(private readonly em: Orm['em']) {}

  /** Seconds, the median of the last 24 hours, or null where nothing was released. */
  load(labId: string): Promise<number | null> {
    if (!this.#waiting) {
      const batch = new Map<string, PromiseWithResolvers<number | null>>();
      this.#waiting = batch;
      setImmediate(() => this.#answer(batch));
    }
    const asked = this.#waiting.get(labId) ?? Promise.withResolvers<number | null>();
    this.#waiting.set(labId, asked);
    return asked.promise;
  }

  async #answer(batch: Map<string, PromiseWithResolvers<number | null>>): Promise<void> {
    this.#waiting = undefined;
    try {
      const rows = await queryIn(this.em.fork())<{ labId: string; median: number }>(
        `select lab_id as "labId", percentile_disc(0.5) within group (order by delay_seconds) as median
           from labs.release_delay where lab_id = any($1::uuid[]) and released_at > now() - interval '24 hours'
          group by lab_id`,
        [[...batch.keys()]],
      );
      const byId = new Map(rows.map(({ labId, median }) => [labId, median]));
      for (const [labId, asked] of batch) asked.resolve(byId.get(labId) ?? null);
    } catch (error) {
      for (const asked of batch.values()) asked.reject(error);
    }
  }
}
