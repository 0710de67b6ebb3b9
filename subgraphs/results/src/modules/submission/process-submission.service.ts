import { setImmediate as turn } from 'node:timers/promises';
import { happened, insertRows, newId, type Query, queryIn, unitOfWork } from '@ketqua/platform';
import type { ResultsContext } from '../../context.js';
import { accessorOf } from '../record-access/accessor.js';
import { RecordAct } from '../record-access/record-act.js';
import { keepCorrections } from './correction-file/keep-corrections.js';
import { submitterOf } from './earlier-submission.js';
import type { ImportFormat } from './import/import-format.js';
import type { FileReading, LabFileTable } from './import/lab-file.js';
import { judgeSubmitted } from './judge-row.js';
import type { Problem } from './problem.js';
import type { RowOutcomeRecord } from './row-outcome.js';
import { type RowToStore, storeResults } from './store-results.js';
import { Submission } from './submission.entity.js';
import type { TestResultInput } from './test-result.input.js';

/**
 * How many rows of a file one transaction takes: the event log's readers wait for every open one, and in the embedded
 * database so does everybody else.
 */
const rowsPerTransaction = 100;
/** A call is one transaction: its answer waits for all of it. */
const rowsPerCall = 1_000;

/** A row as it came in, whatever the format. */
export interface SubmittedRow {
  readonly input: TestResultInput;
  /** 1-based in the file; null where there was none. */
  readonly line: number | null;
  /** What the reader found wrong with it already. */
  readonly problems?: readonly Problem[];
  /** Final without a new value (HL7 v2 OBX-11 U): it finalises the stored result. */
  readonly finalisesStored?: true;
}

/** Rows in their order; those of a file are made as they are asked for. */
export interface SubmittedRows {
  readonly length: number;
  slice(from: number, to: number): readonly SubmittedRow[];
}

/** A whole submission: the same key and hash give the same receipt. */
export interface SubmissionRequest {
  readonly labId: string;
  readonly idempotencyKey: string;
  readonly contentHash: Buffer;
  /** Null where it came through submitResults. */
  readonly format: ImportFormat | null;
  readonly rows: SubmittedRows;
  /** What a correction file shows of the rows. */
  readonly table: LabFileTable;
  readonly country: string;
  /** How the file is read, for whoever goes on with it; null where it came through submitResults. */
  readonly reading: FileReading | null;
}

interface SubmissionRow {
  readonly id: string;
  readonly content_hash: Uint8Array;
  readonly state: 'PROCESSING' | 'COMPLETE';
  readonly processed: number;
}

/**
 * Stores a submission, some rows a transaction. Whoever sends the same key and body while it runs, or after
 * it broke off, goes on where it stands: the submission's row is locked for each transaction. Gives `null` when
 * the key was used with another body.
 */
export async function processSubmission(
  context: ResultsContext,
  request: SubmissionRequest,
): Promise<Submission | null> {
  for (;;) {
    const step = await unitOfWork(context, async (em, outbox) => {
      const query = queryIn(em);
      const submission = await lockSubmission(query, request, submitterOf(context.viewer));
      if (!Buffer.from(submission.content_hash).equals(request.contentHash)) return 'conflict';
      if (submission.state === 'COMPLETE') return submission.id;
      const now = new Date();
      const from = submission.processed;
      const rows = request.rows.slice(from, from + (request.format ? rowsPerTransaction : rowsPerCall));
      const accessor = accessorOf(context.viewer, RecordAct.UPDATED, request.labId);
      const storing = { query, outbox, labId: request.labId, submissionId: submission.id, now, accessor };
      const outcomes = await storeRows(storing, rows, from, { now, country: request.country });
      await recordRows(query, submission.id, outcomes);
      const isComplete = await recordProgress(query, submission.id, outcomes, request.rows.length);
      outbox(
        happened('submission.received', {
          submissionId: submission.id,
          labId: request.labId,
          accepted: outcomes.filter(({ status }) => status === 'ACCEPTED').length,
          receivedAt: now.toISOString(),
        }),
      );
      return isComplete ? submission.id : 'more';
    });
    if (step === 'conflict') return null;
    if (step === 'more') {
      // Whoever came meanwhile goes first.
      await turn();
      continue;
    }
    const submission = await context.em.fork().findOneOrFail(Submission, step);
    if (submission.rejected > 0) await keepCorrections(context, submission, request.table);
    return submission;
  }
}

async function lockSubmission(
  query: Query,
  request: SubmissionRequest,
  submittedBy: string | null,
): Promise<SubmissionRow> {
  const { labId, idempotencyKey, contentHash, format, rows, reading } = request;
  await query(
    `insert into results.submission (id, lab_id, idempotency_key, content_hash, state, row_count, received_at, format,
            reading, submitted_by)
     values ($1, $2, $3, $4, 'PROCESSING', $5, now(), $6, $7::jsonb, $8) on conflict (lab_id, idempotency_key) do nothing`,
    [
      ...[newId(), labId, idempotencyKey, contentHash, rows.length, format],
      ...[reading && JSON.stringify(reading), submittedBy],
    ],
  );
  const [submission] = await query<SubmissionRow>(
    `select id, content_hash, state, processed from results.submission
      where lab_id = $1 and idempotency_key = $2 for update`,
    [labId, idempotencyKey],
  );
  return submission!;
}

async function storeRows(
  storing: Parameters<typeof storeResults>[0],
  rows: readonly SubmittedRow[],
  from: number,
  settings: { now: Date; country: string },
): Promise<RowOutcomeRecord[]> {
  const judged = rows.map((row) => judgeSubmitted(row, settings));
  const toStore = judged.flatMap(({ result }, position): RowToStore[] =>
    result ? [{ index: from + position, result }] : [],
  );
  const stored = await storeResults(storing, toStore);
  return judged.map(({ problems }, position): RowOutcomeRecord => {
    const { input, line } = rows[position]!;
    const outcome = stored.get(from + position);
    const row = { index: from + position, line, accessionNumber: accessionNumberOf(input) };
    if (!outcome) return { ...row, status: 'REJECTED', resultId: null, problems };
    const { status, resultId, duplicateOf } = outcome;
    if (status !== 'REJECTED') return { ...row, status, resultId, duplicateOf, problems };
    const { fields, code } = outcome;
    const own = fields.map((field) => ({ field, code }));
    return { ...row, status, resultId, duplicateOf, problems: [...own, ...problems] };
  });
}

/** The row's own number, so that the lab finds it again; cut, since a refused one may be anything. */
function accessionNumberOf({ accessionNumber }: TestResultInput): string | null {
  const text = accessionNumber
    ?.normalize('NFC')
    .trim()
    .replaceAll(/\p{Cc}/gu, '');
  return text ? text.slice(0, 100) : null;
}

async function recordRows(
  query: Query,
  submissionId: string,
  outcomes: readonly RowOutcomeRecord[],
): Promise<void> {
  await insertRows(query, 'results.submission_row', {
    submission_id: { type: 'uuid', values: outcomes.map(() => submissionId) },
    index: { type: 'int', values: outcomes.map(({ index }) => index) },
    line: { type: 'int', values: outcomes.map(({ line }) => line) },
    accession_number: { type: 'text', values: outcomes.map(({ accessionNumber }) => accessionNumber) },
    status: { type: 'text', values: outcomes.map(({ status }) => status) },
    result_id: { type: 'uuid', values: outcomes.map(({ resultId }) => resultId) },
    duplicate_of: { type: 'int', values: outcomes.map(({ duplicateOf }) => duplicateOf) },
    problems: { type: 'jsonb', values: outcomes.map(({ problems }) => JSON.stringify(problems)) },
  });
}

async function recordProgress(
  query: Query,
  submissionId: string,
  outcomes: readonly RowOutcomeRecord[],
  rowCount: number,
): Promise<boolean> {
  const counted = (wanted: RowOutcomeRecord['status']) =>
    outcomes.filter(({ status }) => status === wanted).length;
  const [row] = await query<{ state: string }>(
    `update results.submission
        set processed = processed + $2, accepted = accepted + $3, duplicates = duplicates + $4, rejected = rejected + $5,
            state = case when processed + $2 >= $6 then 'COMPLETE' else state end,
            completed_at = case when processed + $2 >= $6 then now() end
      where id = $1 returning state`,
    [submissionId, outcomes.length, counted('ACCEPTED'), counted('DUPLICATE'), counted('REJECTED'), rowCount],
  );
  return row!.state === 'COMPLETE';
}
