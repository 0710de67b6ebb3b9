import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { decodeText, detectFormat, type LabFileFormat, type TextEncodingName } from '@ketqua/lab-file';
import { Failure } from '../console/failure.js';

/** How a file writes things, as `ImportOptionsInput` of the API has it. */
export interface ImportOptions {
  readonly timeZone?: string;
  readonly dateFormat?: string;
  readonly country?: string;
  readonly mapping?: readonly { readonly column: string; readonly field: string }[];
}

/** A file that was read, in a format. */
export interface ReadFile {
  readonly path: string;
  readonly name: string;
  readonly text: string;
  readonly encoding: TextEncodingName;
  readonly format: LabFileFormat;
}

/** A file as it is sent. */
export interface LabFile extends ReadFile {
  readonly options: ImportOptions;
  /**
   * Names this content with these options, wherever the file lies and whatever it is called: the same file sent
   * from two places is one submission.
   */
  readonly key: string;
}

const largest = 200 * 1024 * 1024;

/** Reads a file, its encoding and its format. @throws Failure */
export function readLabFile(path: string, format: LabFileFormat | undefined): ReadFile {
  const { text, encoding } = decodeText(bytesOf(path));
  const known = format ?? detectFormat(text);
  if (!known) {
    throw new Failure('FILE_UNREADABLE', 'UNKNOWN_FORMAT', {
      vi: 'Đây không phải tệp CSV, HL7 v2 hay FHIR. Tệp Excel: lưu thành CSV (UTF-8).',
      en: 'This is no CSV, HL7 v2 or FHIR file. Save an Excel workbook as CSV (UTF-8).',
    });
  }
  return { path, name: basename(path), text, encoding, format: known };
}

/**
 * Gives a file its options and its key.
 * @param salt makes another key of the same content, so that it is judged anew
 */
export function keyed(file: ReadFile, options: ImportOptions, salt?: string): LabFile {
  const { timeZone, dateFormat, country, mapping = [] } = options;
  const columns = mapping.flatMap(({ column, field }) => [column, field]);
  const key = `file-${hashOf([file.format, file.text, timeZone, dateFormat, country, salt, ...columns])}`;
  return { ...file, options, key };
}

/** Names the bytes of a file that is not understood; `null` where they cannot be read. */
export function keyOfBytes(path: string): string | null {
  try {
    return `bytes-${createHash('sha256').update(bytesOf(path)).digest('hex')}`;
  } catch {
    return null;
  }
}

/** SHA-256 of a list of texts, in hexadecimal. */
export function hashOf(texts: readonly (string | undefined)[]): string {
  return createHash('sha256')
    .update(JSON.stringify(texts.map((text) => text ?? null)))
    .digest('hex');
}

function bytesOf(path: string): Uint8Array {
  let size: number;
  try {
    size = statSync(path).size;
    if (size <= largest) return readFileSync(path);
  } catch (error) {
    throw notReadable(error as NodeJS.ErrnoException);
  }
  throw new Failure('FILE_UNREADABLE', 'FILE_TOO_LARGE', {
    vi: 'Tệp lớn hơn 200 MB. Hãy chia nhỏ tệp.',
    en: 'The file is larger than 200 MB. Send it in several files.',
  });
}

function notReadable({ code }: NodeJS.ErrnoException): Failure {
  return new Failure('FILE_UNREADABLE', 'FILE_UNREADABLE', {
    vi: code === 'ENOENT' ? 'Không có tệp này.' : `Không đọc được tệp (${code}).`,
    en: code === 'ENOENT' ? 'There is no such file.' : `The file cannot be read (${code}).`,
  });
}
