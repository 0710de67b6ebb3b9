import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedDatabase } from '@ketqua/platform';

/**
 * Initializes an embedded database once for the whole run: each test then opens a copy of it, in a third of the time.
 * Returns the end.
 */
export default async function initializeEmptyDatabase(): Promise<() => void> {
  if (process.env.DATABASE_URL) return () => undefined;
  const folder = mkdtempSync(join(tmpdir(), 'ketqua-empty-'));
  const database = await openEmbeddedDatabase();
  const dump = await database.pglite.dumpDataDir('none');
  await database.close();
  const file = join(folder, 'database.tar');
  writeFileSync(file, Buffer.from(await dump.arrayBuffer()));
  process.env.KETQUA_EMPTY_DATABASE = file;
  return () => rmSync(folder, { recursive: true, force: true });
}
