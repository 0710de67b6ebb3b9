import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Database, openEmbeddedDatabase, openPostgresDatabase } from '../database/database.js';
import { readEnvironment, serverEnvironment } from '../environment/environment.js';
import { type Logger, openLog } from '../log.js';

/** The master key of tests. */
export const testKey = Buffer.alloc(32, 7);

export const silentLog: Logger = openLog('test', 'silent');

/**
 * A fresh database of the engine that the suite runs on: embedded in memory, or, where `DATABASE_URL` is set, a
 * new database on that server, dropped at `close`.
 */
export async function testDatabase(): Promise<Database> {
  const { DATABASE_URL: server } = readEnvironment(serverEnvironment);
  if (!server) return openEmbeddedDatabase();
  const name = `ketqua_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = name;
  const database = await openPostgresDatabase(url.toString());
  return {
    ...database,
    async close() {
      await database.close();
      await onServer(server, `drop database ${name} with (force)`);
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
