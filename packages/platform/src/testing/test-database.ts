import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { z } from 'zod';
import { type Database, openEmbeddedDatabase, openPostgresDatabase } from '../database/database.js';
import { readEnvironment, serverEnvironment } from '../environment/environment.js';
import { type Logger, openLog } from '../log.js';

/**
 * Beside a server's address, what the whole run made once for its tests to copy: the dump of an initialized embedded
 * database, and a database with the schemas of all subgraphs and nothing in them: its dump, or its name on the server.
 */
const testEnvironment = serverEnvironment.extend({
  KETQUA_EMPTY_DATABASE: z.string().optional(),
  KETQUA_MIGRATED_DATABASE: z.string().optional(),
});

/** The master key of tests. */
export const testKey = Buffer.alloc(32, 7);

export const silentLog: Logger = openLog('test', 'silent');

/**
 * A fresh database of the engine that the suite runs on: embedded in memory, or, where `DATABASE_URL` is set, a
 * new database on that server, dropped at `close`. `migrated` has the subgraphs' schemas, as far as the run made them.
 */
export async function testDatabase(beginning: 'empty' | 'migrated' = 'empty'): Promise<Database> {
  const environment = readEnvironment(testEnvironment);
  const { DATABASE_URL: server, KETQUA_EMPTY_DATABASE: empty } = environment;
  const migrated = beginning === 'migrated' ? environment.KETQUA_MIGRATED_DATABASE : undefined;
  if (!server) {
    const dump = migrated ?? empty;
    return openEmbeddedDatabase(dump ? { dump: new Blob([readFileSync(dump)]) } : {});
  }
  const name = `ketqua_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, `create database ${name}${migrated ? ` template ${migrated}` : ''}`);
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
