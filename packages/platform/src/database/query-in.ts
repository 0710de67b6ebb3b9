import type { SqlEntityManager } from '@mikro-orm/sql';
import { CompiledQuery } from 'kysely';
import type { Query } from '../events/event-log.js';

/**
 * Raw SQL on an EntityManager, inside its transaction where one is open. For what one statement with array
 * parameters does better than the ORM: bulk writes, locks, cursors.
 */
export function queryIn(em: SqlEntityManager): Query {
  return async <Row>(sql: string, parameters: unknown[] = []) => {
    const { rows } = await em.getKysely().executeQuery(CompiledQuery.raw(sql, parameters));
    return rows as Row[];
  };
}
