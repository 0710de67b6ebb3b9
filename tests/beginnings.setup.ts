import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { citizensDatabase } from '@ketqua/citizens';
import { labsDatabase } from '@ketqua/labs';
import { type Database, openEmbeddedDatabase, openPostgresDatabase } from '@ketqua/platform';
import { resultsDatabase } from '@ketqua/results';
import { onServer } from './journeys/database-server.js';
import { dropSeededDatabase } from './journeys/seeded-platform.js';

/**
 * Prepares what a run's tests begin with: a folder for the platform that journeys copy, an embedded database that is
 * initialized once, and one that has the schemas of all subgraphs; each test then opens a copy. Returns the end.
 */
export default async function prepareBeginnings(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'ketqua-beginnings-'));
  process.env.KETQUA_SEEDED_PLATFORM = join(folder, 'platform');
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled');
  const drop = process.env.DATABASE_URL
    ? await prepareOnServer(process.env.DATABASE_URL)
    : await prepareDumps(folder);
  // The workers end after the tests do, and write what they compiled into the folder then.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return async () => {
    await dropSeededDatabase(join(folder, 'platform'));
    await drop();
  };
}

async function prepareDumps(folder: string): Promise<() => Promise<void>> {
  const database = await openEmbeddedDatabase();
  const dump = async (name: string) => {
    // A copy that begins at a checkpoint has nothing to replay.
    await database.query('checkpoint');
    const file = join(folder, name);
    writeFileSync(file, Buffer.from(await (await database.pglite.dumpDataDir('none')).arrayBuffer()));
    return file;
  };
  process.env.KETQUA_EMPTY_DATABASE = await dump('empty.tar');
  await migrate(database);
  process.env.KETQUA_MIGRATED_DATABASE = await dump('migrated.tar');
  await database.close();
  return async () => undefined;
}

async function prepareOnServer(server: string): Promise<() => Promise<void>> {
  const name = `ketqua_migrated_${randomUUID().replaceAll('-', '')}`;
  await onServer(`create database ${name}`);
  const url = new URL(server);
  url.pathname = name;
  const database = await openPostgresDatabase(url.toString());
  await migrate(database);
  await database.close();
  process.env.KETQUA_MIGRATED_DATABASE = name;
  return () => onServer(`drop database if exists ${name} with (force)`);
}

async function migrate(database: Database): Promise<void> {
  for (const definition of [citizensDatabase, labsDatabase, resultsDatabase]) {
    await database.connect(definition);
  }
}
