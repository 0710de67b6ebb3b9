import type { Orm } from '@ketqua/platform';
import { validate } from 'uuid';
import { LabOnBoard } from './laboratory.entity.js';

/** Loads the laboratories that one request names: those asked for in one turn with one query. */
export class LabLoader {
  #waiting: Map<string, PromiseWithResolvers<LabOnBoard | null>> | undefined;

  constructor(private readonly em: Orm['em']) {}

  /** The laboratory, or null for an id that names none. Reads what is committed now, each time. */
  load(id: string): Promise<LabOnBoard | null> {
    if (!validate(id)) return Promise.resolve(null);
    if (!this.#waiting) {
      const batch = new Map<string, PromiseWithResolvers<LabOnBoard | null>>();
      this.#waiting = batch;
      setImmediate(() => this.#answer(batch));
    }
    const key = id.toLowerCase();
    const asked = this.#waiting.get(key) ?? Promise.withResolvers<LabOnBoard | null>();
    this.#waiting.set(key, asked);
    return asked.promise;
  }

  async #answer(batch: Map<string, PromiseWithResolvers<LabOnBoard | null>>): Promise<void> {
    this.#waiting = undefined;
    try {
      const rows = await this.em.fork().find(LabOnBoard, { id: { $in: [...batch.keys()] } });
      const byId = new Map(rows.map((row) => [row.id, row]));
      for (const [id, asked] of batch) asked.resolve(byId.get(id) ?? null);
    } catch (error) {
      for (const asked of batch.values()) asked.reject(error);
    }
  }
}
