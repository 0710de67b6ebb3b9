import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';

/** A file that has arrived whole. */
export interface Arrival {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly modifiedAt: number;
}

interface Seen {
  readonly size: number;
  readonly modifiedAt: number;
  /** When these two were seen first, by this process's clock. */
  readonly since: number;
  /** Whether they were of age already when the file was first seen: it was moved here whole. */
  readonly wasOfAge: boolean;
}

// What other programs call a file while they write it: hidden names, Office's and editors' locks, partial downloads.
const passedOver = /^[.~]|~$|\.(?:tmp|temp|part|partial|crdownload|filepart|swp|lock|receipt\.json)$/i;

/**
 * Tells which files of a folder have arrived. A file is taken once its size and its time have been still for a
 * while: by this process's clock, or, where it was renamed into the folder, by the time that it brings. Empty
 * files, hidden and temporary names, links and folders are passed over.
 */
export class Arrivals {
  readonly #seen = new Map<string, Seen>();

  constructor(
    private readonly folder: string,
    /** Milliseconds. */
    private readonly settle: number,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * Looks once; gives what has arrived, the oldest first, since a correction comes after what it corrects, and how
   * many files are still on their way.
   */
  look(): { readonly arrived: Arrival[]; readonly coming: number } {
    const files = this.#files();
    for (const name of this.#seen.keys()) if (!files.has(name)) this.#seen.delete(name);
    const arrived: Arrival[] = [];
    for (const [name, { size, mtimeMs }] of files) {
      if (this.#isStill(name, size, mtimeMs)) {
        arrived.push({ name, path: join(this.folder, name), size, modifiedAt: mtimeMs });
      }
    }
    arrived.sort((one, other) => one.modifiedAt - other.modifiedAt || one.name.localeCompare(other.name));
    return { arrived, coming: files.size - arrived.length };
  }

  /** Whether a file is still what arrived; asked before and after it is read. */
  isUnchanged({ path, size, modifiedAt }: Arrival): boolean {
    const found = statOf(path);
    return found?.size === size && found.mtimeMs === modifiedAt;
  }

  #isStill(name: string, size: number, modifiedAt: number): boolean {
    const now = this.now();
    const seen = this.#seen.get(name);
    if (seen?.size === size && seen.modifiedAt === modifiedAt) {
      return seen.wasOfAge || now - seen.since >= this.settle;
    }
    // A time that lies ahead is another machine's clock: it says nothing of age.
    const wasOfAge = !seen && modifiedAt <= now && now - modifiedAt >= this.settle;
    this.#seen.set(name, { size, modifiedAt, since: now, wasOfAge });
    return wasOfAge;
  }

  #files(): Map<string, Stats> {
    const files = new Map<string, Stats>();
    for (const name of readdirSync(this.folder)) {
      const stats = passedOver.test(name) ? null : statOf(join(this.folder, name));
      if (stats?.isFile() && stats.size > 0) files.set(name, stats);
    }
    return files;
  }
}

function statOf(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch {
    return null;
  }
}
