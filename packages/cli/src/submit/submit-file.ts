import type { LabConnection } from '../connection/lab-connection.js';
import type { Language } from '../console/console.js';
import type { ExitName } from '../console/exit-code.js';
import { Failure } from '../console/failure.js';
import type { LabFile } from '../file/lab-file.js';
import { type Part, partsOf } from '../file/part.js';
import {
  type Counts,
  type FileReceipt,
  type RowReceipt,
  type SubmissionOfFile,
  sumOf,
} from './file-receipt.js';
import { importPart, type OnProgress, previewPart } from './import-part.js';

/** A receipt, and how the command ends for this file. */
export interface FileOutcome {
  readonly receipt: FileReceipt;
  readonly exit: ExitName;
}

interface Taken extends Counts {
  readonly rows: readonly RowReceipt[];
  readonly submission?: SubmissionOfFile;
}

/**
 * Sends a file, in parts where it is large. A failure ends it; what was stored before stands in the receipt all the
 * same, and sending the file again goes on from there.
 */
export function submitFile(
  lab: LabConnection,
  file: LabFile,
  language: Language,
  onProgress?: OnProgress,
): Promise<FileOutcome> {
  return take(lab, file, { language, isPreview: false }, async (part, done) => {
    const { id, idempotencyKey, receivedAt, ...taken } = await importPart(
      lab,
      file,
      part,
      onProgress && ((rows, of) => onProgress(done + rows, done + of)),
    );
    return { ...taken, submission: { id, idempotencyKey, receivedAt } };
  });
}

/** Looks at a file as an import would, and stores nothing. */
export function previewFile(lab: LabConnection, file: LabFile, language: Language): Promise<FileOutcome> {
  return take(lab, file, { language, isPreview: true }, (part) => previewPart(lab, file, part));
}

async function take(
  lab: LabConnection,
  file: LabFile,
  { language, isPreview }: { language: Language; isPreview: boolean },
  takePart: (part: Part, done: number) => Promise<Taken>,
): Promise<FileOutcome> {
  const taken: Taken[] = [];
  let failure: Failure | undefined;
  try {
    for (const part of partsOf(file)) taken.push(await takePart(part, sumOf(taken).rowCount));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    failure = error;
  }
  const sum = sumOf(taken);
  const receipt: FileReceipt = {
    file: file.name,
    format: file.format,
    encoding: file.encoding,
    platform: lab.url,
    key: file.key,
    isPreview,
    finishedAt: new Date().toISOString(),
    ...sum,
    submissions: taken.flatMap(({ submission }) => submission ?? []),
    rows: rowsOfFile(taken),
    error: failure ? { code: failure.code, message: failure.in(language), line: failure.line } : null,
  };
  return { receipt, exit: failure?.exit ?? (sum.rejected > 0 ? 'ROWS_REJECTED' : 'DONE') };
}

/** Rows with the index that they have in the whole file. */
function rowsOfFile(parts: readonly Taken[]): RowReceipt[] {
  let before = 0;
  return parts.flatMap(({ rows, rowCount }) => {
    const first = before;
    before += rowCount;
    return rows.map((row) => ({
      ...row,
      index: first + row.index,
      duplicateOf: row.duplicateOf === null ? null : first + row.duplicateOf,
    }));
  });
}

/**
 * The receipt of a file that could not be read.
 * @param key names its bytes; `null` where not even those could be read
 */
export function unreadReceipt(
  { name, key }: { readonly name: string; readonly key: string | null },
  platform: string,
  failure: Failure,
  language: Language,
): FileOutcome {
  const receipt: FileReceipt = {
    file: name,
    format: null,
    encoding: null,
    platform,
    key,
    isPreview: false,
    finishedAt: new Date().toISOString(),
    ...sumOf([]),
    submissions: [],
    rows: [],
    error: { code: failure.code, message: failure.in(language), line: failure.line },
  };
  return { receipt, exit: failure.exit };
}
