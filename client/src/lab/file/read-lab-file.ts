import { decodeText, detectFormat, type LabFileFormat } from '@ketqua/lab-file';

/** A file as it was read: its text, and what it seems to be. */
export interface LabFile {
  name: string;
  text: string;
  encoding: string;
  format: LabFileFormat | null;
}

/** Why a file is not read: a key of the sentences about files. */
export type FileRefusal = 'tooLarge' | 'empty';

/** The API takes 10 MB as JSON, whose escapes need some room. */
const largest = 10 * 1024 * 1024 - 64 * 1024;

/** Reads a chosen file: its encoding and its format are found by what it holds, never by its name. */
export async function readLabFile(file: Blob & { name: string }): Promise<LabFile | FileRefusal> {
  if (file.size === 0) return 'empty';
  if (file.size > largest) return 'tooLarge';
  const { text, encoding } = decodeText(new Uint8Array(await file.arrayBuffer()));
  if (text.trim() === '') return 'empty';
  return { name: file.name, text, encoding, format: detectFormat(text) };
}
