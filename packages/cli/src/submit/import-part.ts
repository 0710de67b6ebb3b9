import { setTimeout as pause } from 'node:timers/promises';
import { queries, rowsAtOnce } from '../connection/documents.js';
import type { LabConnection } from '../connection/lab-connection.js';
import type { Expected } from '../connection/request.js';
import type { ExitName } from '../console/exit-code.js';
import { Failure } from '../console/failure.js';
import type { LabFile } from '../file/lab-file.js';
import type { Part } from '../file/part.js';
import type { Counts, RowReceipt, SubmissionOfFile } from './file-receipt.js';

/** What an import answered. */
export interface PartReceipt extends Counts, SubmissionOfFile {
  readonly state: 'PROCESSING' | 'COMPLETE';
  readonly rows: readonly RowReceipt[];
}

/** Hears how many rows are done while an import runs. */
export type OnProgress = (done: number, of: number) => void;

const pollingEvery = 500;

/** How the platform refuses a file as a whole. */
const refusals: Readonly<Record<string, ExitName>> = {
  IdempotencyConflictError: 'CONFLICT',
  TooManyRowsError: 'FILE_UNREADABLE',
  UnreadableFileError: 'FILE_UNREADABLE',
};

/**
 * Imports a part under its key, and fetches its rows. Sent again it goes on where it stopped, or gives the same
 * receipt. @throws Failure
 */
export async function importPart(
  lab: LabConnection,
  { format, options }: LabFile,
  part: Part,
  onProgress?: OnProgress,
): Promise<PartReceipt> {
  const polling = onProgress ? pollProgress(lab, part.key, onProgress) : undefined;
  try {
    for (;;) {
      const answer = await lab.mutate<Expected & Omit<PartReceipt, 'rows'>>('importResults', {
        idempotencyKey: part.key,
        format,
        content: part.content,
        options,
      });
      refuse(answer, part);
      if (answer.state === 'COMPLETE') return { ...answer, rows: await rowsOf(lab, answer.id, part) };
    }
  } finally {
    polling?.stop();
  }
}

/** Looks at a part without storing anything. @throws Failure */
export async function previewPart(
  lab: LabConnection,
  { format, options }: LabFile,
  part: Part,
): Promise<Counts & { readonly rows: readonly RowReceipt[] }> {
  const answer = await lab.mutate<Expected & Counts & { rows: RowReceipt[] }>('previewImport', {
    format,
    content: part.content,
    options,
  });
  refuse(answer, part);
  return { ...answer, rows: answer.rows.map((row) => inFile(row, part)) };
}

function refuse(answer: Expected & { readonly line?: number | null }, part: Part): void {
  const exit =
    refusals[answer.__typename] ?? (answer.__typename.endsWith('Error') ? 'UNEXPECTED' : undefined);
  if (!exit) return;
  const line = answer.line ? part.lineInFile(answer.line) : null;
  throw new Failure(exit, answer.code ?? 'UNKNOWN', answer.message ?? answer.__typename, line);
}

async function rowsOf(lab: LabConnection, id: string, part: Part): Promise<RowReceipt[]> {
  const rows: RowReceipt[] = [];
  for (;;) {
    const from = (rows.at(-1)?.index ?? -1) + 1;
    const { submission } = await lab.ask<{ submission: { rows: RowReceipt[] } }>(queries.submissionRows, {
      id,
      from,
    });
    rows.push(...submission.rows);
    if (submission.rows.length < rowsAtOnce) return rows.map((row) => inFile(row, part));
  }
}

function inFile(row: RowReceipt, part: Part): RowReceipt {
  return { ...row, line: row.line === null ? null : part.lineInFile(row.line) };
}

/** Asks for a submission's progress while it runs. What goes wrong here does not matter. */
function pollProgress(lab: LabConnection, key: string, onProgress: OnProgress): { stop(): void } {
  const ended = new AbortController();
  const poll = async () => {
    for (;;) {
      await pause(pollingEvery, undefined, { signal: ended.signal });
      const { submissionByKey: found } = await lab.ask<{ submissionByKey: Counts | null }>(
        queries.submissionProgress,
        { key },
      );
      if (found && !ended.signal.aborted) {
        onProgress(found.accepted + found.duplicates + found.rejected, found.rowCount);
      }
    }
  };
  void poll().catch(() => undefined);
  return { stop: () => ended.abort() };
}
