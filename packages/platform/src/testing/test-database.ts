import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { z } from 'zod';
import { type Database, openEmbeddedDatabase, openPostgresDatabase } from '../database/database.js';
import { readEnvironment, serverEnvironment } from '../environment/environment.js';
import { type Logger, openLog } from '../log.js';

/** Beside a server's address, the dump of an embedded database that was initialized for the whole run. */
const testEnvironment = serverEnvironment.extend({ KETQUA_EMPTY_DATABASE: z.string().optional() });

/** The master key of tests. */
export const testKey = Buffer.alloc(32, 7);

export const silentLog: Logger = openLog('test', 'silent');

/**
 * A fresh database of the engine that the suite runs on: embedded in memory, or, where `DATABASE_URL` is set, a
 * new database on that server, dropped at `close`.
 */
export async function testDatabase(): Promise<Database> {
  const { DATABASE_URL: server, KETQUA_EMPTY_DATABASE: empty } = readEnvironment(testEnvironment);
  if (!server) return openEmbeddedDatabase(empty ? { dump: new Blob([readFileSync(empty)]) } : {});
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
