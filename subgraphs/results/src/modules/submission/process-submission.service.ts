import { happened, insertRows, newId, type Query, queryIn, unitOfWork } from '@ketqua/platform';
import type { ResultsContext } from '../../context.js';
import { type Judgement, judgeRow } from './judge-row.js';
import type { Problem } from './problem.js';
import type { RowOutcomeRecord } from './row-outcome.js';
import { type RowToStore, storeResults } from './store-results.js';
import { Submission } from './submission.entity.js';
import type { TestResultInput } from './test-result.input.js';

/** How many rows one transaction takes: the event log's readers wait for every open one. */
const rowsPerTransaction = 1_000;

/** A row as it came in, whatever the format. */
export interface SubmittedRow {
  readonly input: TestResultInput;
  /** 1-based in the file; null where there was none. */
  readonly line: number | null;
  /** What the parser found wrong with it already. */
  readonly problems?: readonly Problem[];
}

/** A whole submission: the same key and hash give the same receipt. */
export interface SubmissionRequest {
  readonly labId: string;
  readonly idempotencyKey: string;
  readonly contentHash: Buffer;
  readonly rows: readonly SubmittedRow[];
  readonly country: string;
}

interface SubmissionRow {
  readonly id: string;
  readonly content_hash: Uint8Array;
  readonly state: 'PROCESSING' | 'COMPLETE';
  readonly processed: number;
}

/**
 * Stores a submission, a thousand rows a transaction. Whoever sends the same key and body while it runs, or after
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
      const submission = await lockSubmission(query, request);
      if (!Buffer.from(submission.content_hash).equals(request.contentHash)) return 'conflict';
      if (submission.state === 'COMPLETE') return submission.id;
      const now = new Date();
      const from = submission.processed;
      const rows = request.rows.slice(from, from + rowsPerTransaction);
      const storing = { query, outbox, labId: request.labId, submissionId: submission.id, now };
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
    if (step !== 'more') return context.em.fork().findOneOrFail(Submission, step);
  }
}

async function lockSubmission(query: Query, request: SubmissionRequest): Promise<SubmissionRow> {
  const { labId, idempotencyKey, contentHash, rows } = request;
  await query(
    `insert into results.submission (id, lab_id, idempotency_key, content_hash, state, row_count, received_at)
     values ($1, $2, $3, $4, 'PROCESSING', $5, now()) on conflict (lab_id, idempotency_key) do nothing`,
    [newId(), labId, idempotencyKey, contentHash, rows.length],
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
  const judged = rows.map((row): Judgement => {
    if (row.problems?.length) return { result: null, problems: row.problems };
    return judgeRow(row.input, settings);
  });
  const toStore = judged.flatMap(({ result }, position): RowToStore[] =>
    result ? [{ index: from + position, result }] : [],
  );
  const stored = await storeResults(storing, toStore);
  return judged.map(({ problems }, position): RowOutcomeRecord => {
    const { input, line } = rows[position]!;
    const outcome = stored.get(from + position);
    const row = { index: from + position, line, accessionNumber: accessionNumberOf(input) };
    if (!outcome) return { ...row, status: 'REJECTED', resultId: null, problems };
    if (outcome.status !== 'REJECTED')
      return { ...row, status: outcome.status, resultId: outcome.resultId, problems };
    // The stored result that it disagrees with: what a correction or a withdrawal names.
    const { field, code, resultId } = outcome;
    return { ...row, status: 'REJECTED', resultId, problems: [{ field, code }, ...problems] };
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
