import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterEach, expect, it } from 'vitest';
import { openEmbeddedDatabase } from './database.js';
import { FolderInUseError } from './folder-lock.js';

const folders: string[] = [];
const newFolder = () => {
  const folder = fs.mkdtempSync(join(tmpdir(), 'ketqua-power-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) {
    for (const path of [folder, `${folder}/data`, `${folder}/after`])
      fs.rmSync(path, { recursive: true, force: true });
  }
});

/** Keeps, of a folder, only what was synced: each file as it was at its last fsync. */
class PowerLoss {
  readonly #synced = new Map<string, Buffer>();

  constructor(private readonly folder: string) {}

  readonly onSync = (descriptor: number) => {
    const path = fs.readlinkSync(`/proc/self/fd/${descriptor}`);
    if (path.startsWith(this.folder) && fs.existsSync(path)) this.#synced.set(path, fs.readFileSync(path));
  };

  /** The folder as the disk would have it: what stood there when all was well, and what was synced since. */
  restore(base: string, target: string): void {
    fs.cpSync(base, target, { recursive: true });
    for (const [path, content] of this.#synced) {
      const kept = path.replace(this.folder, target);
      fs.mkdirSync(join(kept, '..'), { recursive: true });
      fs.writeFileSync(kept, content);
    }
  }
}

it.skipIf(process.platform !== 'linux')(
  'keeps every acknowledged row when the power fails and only what was synced survives',
  async () => {
    const home = newFolder();
    const folder = join(home, 'data');
    const first = await openEmbeddedDatabase({ folder });
    await first.script('create table note (id int primary key)');
    await first.close();
    const base = join(home, 'base');
    fs.cpSync(folder, base, { recursive: true });

    const loss = new PowerLoss(folder);
    const database = await openEmbeddedDatabase({ folder, onSync: loss.onSync });
    for (let id = 1; id <= 25; id++) await database.query('insert into note values ($1)', [id]);
    const target = join(home, 'after');
    loss.restore(base, target);
    await database.close();

    const survived = await PGlite.create(target);
    const { rows } = await survived.query<{ n: number }>('select count(*)::int as n from note');
    expect(rows[0]!.n).toBe(25);
    await survived.close();
  },
);

it('refuses a second database on one folder, and lets it go at the close', async () => {
  const folder = join(newFolder(), 'data');
  const first = await openEmbeddedDatabase({ folder });
  await expect(openEmbeddedDatabase({ folder })).rejects.toThrow(FolderInUseError);
  await first.close();
  const second = await openEmbeddedDatabase({ folder });
  await second.close();
});
