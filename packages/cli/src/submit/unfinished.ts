import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LabFileFormat } from '@ketqua/lab-file';
import { hashOf, type ImportOptions } from '../file/lab-file.js';
import { writeWhole } from './keep-file.js';

/** A file whose sending has begun and was not seen to end. */
export interface UnfinishedFile {
  readonly path: string;
  readonly format: LabFileFormat;
  /** What the command said; the laboratory's defaults are asked for again. */
  readonly options: ImportOptions;
  readonly salt: string | null;
  readonly platform: string;
  readonly receipts: string | null;
  /** SHA-256 of its text: the file must not have changed when it is gone on with. */
  readonly contentHash: string;
  readonly startedAt: string;
}

/** Remembers, in a folder, which files were not sent to their end. It holds no content and no lab key. */
export class UnfinishedFiles {
  readonly #folder: string;

  constructor(stateFolder: string) {
    this.#folder = join(stateFolder, 'unfinished');
  }

  /** Notes that a file is being sent. */
  begin(file: UnfinishedFile): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    writeWhole(this.#noteOf(file), JSON.stringify(file));
  }

  /** Notes that a file was answered, or is given up. */
  end(file: Pick<UnfinishedFile, 'path' | 'platform'>): void {
    rmSync(this.#noteOf(file), { force: true });
  }

  /** All that were not seen to end, the oldest first. */
  all(): UnfinishedFile[] {
    let names: string[];
    try {
      names = readdirSync(this.#folder);
    } catch {
      return [];
    }
    return names
      .filter((name) => /^[0-9a-f]{64}\.json$/.test(name))
      .map((name) => JSON.parse(readFileSync(join(this.#folder, name), 'utf8')) as UnfinishedFile)
      .sort((one, other) => one.startedAt.localeCompare(other.startedAt));
  }

  #noteOf({ path, platform }: Pick<UnfinishedFile, 'path' | 'platform'>): string {
    return join(this.#folder, `${hashOf([path, platform])}.json`);
  }
}
