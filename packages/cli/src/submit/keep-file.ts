import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { FileReceipt } from './file-receipt.js';

/** The names that belong to one file in a folder. */
export interface KeptNames {
  readonly name: string;
  readonly file: string;
  readonly receipt: string;
  readonly corrections: string;
}

const namesIn = (folder: string, name: string): KeptNames => ({
  name,
  file: join(folder, name),
  receipt: join(folder, `${name}.receipt.json`),
  corrections: join(folder, `${name}.corrections.csv`),
});

/**
 * Chooses the name of a file in a folder so that nothing of another one is overwritten: `results.csv`, then
 * `results-2.csv` and so on. A receipt of the same key may be written again: it is the same one, left by a run
 * that was broken off.
 * @param isFileThere whether the file itself may lie there already, as beside a receipt
 */
export function freeNames(folder: string, name: string, key: string | null, isFileThere: boolean): KeptNames {
  const extension = extname(name);
  const stem = name.slice(0, name.length - extension.length);
  for (let number = 1; ; number++) {
    const names = namesIn(folder, number === 1 ? name : `${stem}-${number}${extension}`);
    const isFree = isFileThere || !existsSync(names.file);
    const isOwn = key !== null && keyOfReceipt(names.receipt) === key;
    if (isFree && (isOwn || !(existsSync(names.receipt) || existsSync(names.corrections)))) return names;
  }
}

function keyOfReceipt(path: string): string | null {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as FileReceipt).key;
  } catch {
    return null;
  }
}

/** Writes a receipt and the rows to correct, each at once and only for their owner to read. */
export function keepReceipt(names: KeptNames, receipt: FileReceipt, corrections: string | null): void {
  mkdirSync(dirname(names.receipt), { recursive: true, mode: 0o700 });
  // The receipt first: by its key a run that was broken off here knows its own names again.
  writeWhole(names.receipt, `${JSON.stringify(receipt, null, 2)}\n`);
  if (corrections !== null) writeWhole(names.corrections, corrections);
}

/** Whether a name is that of a file which was being written when its process ended. */
export function isBrokenOff(name: string): boolean {
  return /^\..+\.\d+\.partial$/.test(name);
}

/** Writes a file so that it is there whole or not at all, also when the machine stops. */
export function writeWhole(path: string, text: string): void {
  const unfinished = join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
  const file = openSync(unfinished, 'w', 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
}
