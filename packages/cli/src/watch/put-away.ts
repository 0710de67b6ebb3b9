import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import type { FileReceipt } from '../submit/file-receipt.js';
import { freeNames, isBrokenOff, type KeptNames, keepReceipt } from '../submit/keep-file.js';

const fates = ['sent', 'failed'] as const;

/** Where a file goes once it was answered. */
export type Fate = (typeof fates)[number];

/**
 * `sent` when rows of it are stored or were stored already; `failed` when it could not be taken as a whole, or
 * none of its rows was.
 */
export function fateOf({ error, accepted, duplicates }: FileReceipt): Fate {
  return !error && accepted + duplicates > 0 ? 'sent' : 'failed';
}

/**
 * Moves a file out of the watched folder, its receipt before it: whoever finds the file finds the receipt. Broken
 * off between the two, the next run sends the file again, is given the same receipt and writes it to the same name.
 * No file is written over.
 */
export function putAway(
  folder: string,
  name: string,
  receipt: FileReceipt,
  corrections: string | null,
): { readonly fate: Fate; readonly names: KeptNames } {
  const fate = fateOf(receipt);
  const target = join(folder, fate);
  mkdirSync(target, { recursive: true, mode: 0o700 });
  const names = freeNames(target, name, receipt.key, false);
  keepReceipt(names, receipt, corrections);
  renameSync(join(folder, name), names.file);
  syncFolder(target);
  syncFolder(folder);
  return { fate, names };
}

/** Takes away what a run that was killed had begun to write; asked by the one watcher of a folder, at its start. */
export function clearBroken(folder: string): void {
  for (const fate of fates) {
    const target = join(folder, fate);
    if (!existsSync(target)) continue;
    for (const name of readdirSync(target))
      if (isBrokenOff(name)) rmSync(join(target, name), { force: true });
  }
}

/** Makes renames last through a power cut, where the system can. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const opened = openSync(folder, 'r');
  try {
    fsyncSync(opened);
  } catch {
    // Some network file systems sync no folder; the rename holds all the same.
  } finally {
    closeSync(opened);
  }
}
