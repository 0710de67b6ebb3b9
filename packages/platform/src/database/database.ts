import { PGlite } from '@electric-sql/pglite';
import { TransactionContext } from '@mikro-orm/core';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { type Db, fromPglite } from 'pg-boss';
import { queryTracer } from '../telemetry/query-spans.js';
import { isTracing } from '../telemetry/tracing.js';
import { lockFolder } from './folder-lock.js';
import type { EntitySchema, Migration } from './orm-types.js';
import { EmbeddedDialect } from './pglite-dialect.js';
import { SyncedNodeFS, syncedStartParams } from './synced-node-fs.js';

export type Orm = MikroORM;

/** What a subgraph brings to its own schema of the database. */
export interface SchemaDefinition {
  /** The PostgreSQL schema, named as the subgraph. */
  readonly name: string;
  readonly entities: EntitySchema[];
  readonly migrations: Migration[];
}

/** The one engine, PostgreSQL, in its two guises: embedded in this process, or a server. */
export interface Database {
  readonly kind: 'embedded' | 'postgresql';
  /** Opens a subgraph's ORM and brings its schema up to date. */
  connect(definition: SchemaDefinition): Promise<Orm>;
  /** Runs SQL outside any unit of work: the event log's reader, locks, health. */
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  /** Runs a script of several statements. */
  script(sql: string): Promise<void>;
  /** Calls `wake` for each notification on a channel, and once after each reconnection. Returns the end. */
  listen(channel: string, wake: () => void): Promise<() => Promise<void>>;
  /** The database as pg-boss takes it. */
  readonly jobs: Db;
  close(): Promise<void>;
}

/** pg gives int8 as text and leaves times unparsed for the ORM; the embedded database must do the same. */
const parsers = Object.fromEntries([20, 1082, 1114, 1184, 1186].map((oid) => [oid, (text: string) => text]));

async function openOrm(
  definition: SchemaDefinition,
  options: { driverOptions?: object; clientUrl?: string },
): Promise<Orm> {
  const orm = await MikroORM.init({
    ...options,
    dbName: options.clientUrl ? undefined : 'postgres',
    contextName: definition.name,
    schema: definition.name,
    entities: definition.entities,
    extensions: [Migrator],
    migrations: {
      tableName: 'migration',
      schema: definition.name,
      snapshot: false,
      silent: true,
      migrationsList: definition.migrations,
    },
    pool: { max: 10 },
    forceUtcTimezone: true,
    discovery: { checkDuplicateTableNames: false },
    ...(isTracing() && { loggerFactory: () => queryTracer }),
  });
  return orm;
}

async function migrate(database: Database, orm: Orm, definition: SchemaDefinition): Promise<void> {
  await database.query(`create schema if not exists "${definition.name}"`);
  await orm.migrator.up();
}

/**
 * Opens the embedded database: PGlite in this process, its files synced and its folder locked; without a
 * folder, in memory (tests).
 * @throws FolderInUseError
 */
export async function openEmbeddedDatabase(
  options: { folder?: string; dump?: Blob; onSync?: (descriptor: number) => void } = {},
): Promise<Database & { pglite: PGlite }> {
  const release = options.folder ? lockFolder(options.folder) : undefined;
  const pglite = await PGlite.create({
    parsers,
    ...(options.folder && {
      fs: new SyncedNodeFS(options.folder, options.onSync),
      startParams: syncedStartParams,
      relaxedDurability: false,
    }),
    ...(options.dump && { loadDataDir: options.dump }),
  });
  const orms: Orm[] = [];
  const database: Database & { pglite: PGlite } = {
    kind: 'embedded',
    pglite,
    async connect(definition) {
      const orm = await openOrm(definition, { driverOptions: new EmbeddedDialect(pglite) });
      orms.push(orm);
      await migrate(database, orm, definition);
      return orm;
    },
    async query(sql, parameters = []) {
      refuseToWaitForItself();
      return (await pglite.query(sql, parameters)).rows as never;
    },
    async script(sql) {
      await pglite.exec(sql);
    },
    async listen(channel, wake) {
      return pglite.listen(channel, wake);
    },
    jobs: fromPglite(pglite),
    async close() {
      for (const orm of orms) await orm.close(true);
      await pglite.close();
      release?.();
    },
  };
  return database;
}

/** The embedded database has one session: what is asked beside an open transaction, and awaited in it, waits forever. */
function refuseToWaitForItself(): void {
  if (TransactionContext.currentTransactionContext()?.em.isInTransaction()) {
    throw new Error('This would wait for the transaction that it stands in: ask through queryIn(em)');
  }
}

/** Opens a PostgreSQL server's database. */
export async function openPostgresDatabase(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: 6 });
  pool.on('error', () => undefined);
  const orms: Orm[] = [];
  const listeners = new Set<() => Promise<void>>();
  const database: Database = {
    kind: 'postgresql',
    async connect(definition) {
      const orm = await openOrm(definition, { clientUrl: url });
      orms.push(orm);
      await withSetupLock(pool, () => migrate(database, orm, definition));
      return orm;
    },
    async query(sql, parameters = []) {
      return (await pool.query(sql, parameters)).rows;
    },
    async script(sql) {
      await withSetupLock(pool, () => pool.query(sql));
    },
    async listen(channel, wake) {
      const end = await listenOn(url, channel, wake);
      listeners.add(end);
      return end;
    },
    jobs: { executeSql: async (text: string, values?: unknown[]) => pool.query(text, values) },
    async close() {
      for (const end of listeners) await end();
      for (const orm of orms) await orm.close(true);
      await pool.end();
    },
  };
  await pool.query('select 1');
  return database;
}

/** Four processes start at once on one database: schema changes go one after the other. */
async function withSetupLock(pool: pg.Pool, work: () => Promise<unknown>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock(hashtext('ketqua schema setup'))");
    await work();
  } finally {
    await client.query("select pg_advisory_unlock(hashtext('ketqua schema setup'))").catch(() => undefined);
    client.release();
  }
}

async function listenOn(url: string, channel: string, wake: () => void): Promise<() => Promise<void>> {
  let client: pg.Client | undefined;
  let ended = false;
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url });
    next.on('notification', wake);
    next.on('error', () => undefined);
    await next.connect();
    await next.query(`listen "${channel}"`);
    client = next;
    next.on('end', reconnect);
    wake();
  };
  const reconnect = (): void => {
    if (ended) return;
    setTimeout(() => connect().catch(reconnect), 500).unref();
  };
  await connect();
  return async () => {
    ended = true;
    await client?.end();
  };
}
