import type { PGlite, Results, Transaction } from '@electric-sql/pglite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryCompiler,
  type QueryResult,
} from 'kysely';

/**
 * One logical connection over the single session of an embedded database. A transaction takes the session
 * for itself; what other connections send meanwhile waits for its end.
 *
 * Kysely's own PGlite dialect hands one connection object to everybody: two requests that overlap then share
 * a transaction, or wait for each other for ever (docs/decisions/0003).
 */
class EmbeddedConnection implements DatabaseConnection {
  #transaction:
    | { session: Transaction; end: (outcome: 'commit' | 'rollback') => void; closed: Promise<void> }
    | undefined;

  constructor(private readonly pglite: PGlite) {}

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const session = this.#transaction?.session ?? this.pglite;
    // Without parameters several statements may stand in one text, as pg's simple protocol has it: migrations.
    const { rows, affectedRows } = query.parameters.length
      ? await session.query<R>(query.sql, [...query.parameters])
      : ((await session.exec(query.sql)).at(-1) as Results<R>);
    return { rows, numAffectedRows: affectedRows === undefined ? undefined : BigInt(affectedRows) };
  }

  // biome-ignore lint/correctness/useYield: the interface asks for a generator; PGlite has no cursors to stream from.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('The embedded database does not stream');
  }

  async begin(isolation?: string): Promise<void> {
    const begun = Promise.withResolvers<Transaction>();
    const ended = Promise.withResolvers<'commit' | 'rollback'>();
    const closed = this.pglite
      .transaction(async (session) => {
        begun.resolve(session);
        if ((await ended.promise) === 'rollback') await session.rollback();
      })
      .then(
        () => undefined,
        (error: unknown) => {
          begun.reject(error);
          throw error;
        },
      );
    closed.catch(() => undefined);
    const session = await begun.promise;
    this.#transaction = { session, end: ended.resolve, closed };
    if (isolation) await session.query(`set transaction isolation level ${isolation}`);
  }

  async end(outcome: 'commit' | 'rollback'): Promise<void> {
    const transaction = this.#transaction;
    this.#transaction = undefined;
    transaction?.end(outcome);
    await transaction?.closed;
  }
}

class EmbeddedDriver implements Driver {
  constructor(private readonly pglite: PGlite) {}

  async init(): Promise<void> {
    await this.pglite.waitReady;
  }

  async acquireConnection(): Promise<EmbeddedConnection> {
    return new EmbeddedConnection(this.pglite);
  }

  beginTransaction(connection: EmbeddedConnection, settings: { isolationLevel?: string }): Promise<void> {
    return connection.begin(settings.isolationLevel);
  }

  commitTransaction(connection: EmbeddedConnection): Promise<void> {
    return connection.end('commit');
  }

  rollbackTransaction(connection: EmbeddedConnection): Promise<void> {
    return connection.end('rollback');
  }

  async savepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`savepoint "${name}"`));
  }

  async rollbackToSavepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`rollback to savepoint "${name}"`));
  }

  async releaseSavepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`release savepoint "${name}"`));
  }

  async releaseConnection(): Promise<void> {}

  /** The instance is shared by every subgraph of the process: whoever opened it closes it. */
  async destroy(): Promise<void> {}
}

/** A Kysely dialect for a PGlite instance that several ORMs of one process share. */
export class EmbeddedDialect implements Dialect {
  constructor(private readonly pglite: PGlite) {}

  createAdapter(): PostgresAdapter {
    return new PostgresAdapter();
  }

  createDriver(): Driver {
    return new EmbeddedDriver(this.pglite);
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new PostgresIntrospector(db);
  }

  createQueryCompiler(): QueryCompiler {
    return new PostgresQueryCompiler();
  }
}
