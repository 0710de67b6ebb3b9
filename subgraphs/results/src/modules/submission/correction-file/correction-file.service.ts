import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { writeCsv } from '@ketqua/lab-file';
import { labOf, queryIn, type Viewer } from '@ketqua/platform';
import type { ResultsContext } from '../../../context.js';
import { keyRing } from '../../../key-ring.js';
import { accessorOf } from '../../record-access/accessor.js';
import { noteAccessToResults } from '../../record-access/note-access.js';
import { RecordAct } from '../../record-access/record-act.js';
import { mayReadPatient } from '../../test-result/present-patient.js';
import { submitterOf } from '../earlier-submission.js';
import { type ProblemCode, wordingOf } from '../problem.js';
import { SubmissionRow } from '../submission.entity.js';
import type { SubmissionReceipt } from '../submission-receipt.type.js';
import { CorrectionFile, CorrectionRows } from './correction-file.type.js';
import type { KeptTable } from './keep-corrections.js';

const inflate = promisify(inflateRaw);

/** The column that an import passes over. */
const problemColumn = 'problem';

/** A submission's correction file, or `null` where no row was refused or its time is over. */
export async function correctionFileOf(
  context: ResultsContext,
  receipt: SubmissionReceipt,
  wanted: CorrectionRows,
): Promise<CorrectionFile | null> {
  const [kept] = await queryIn(context.em)<{
    content: Uint8Array;
    kept_until: string;
    submitted_by: string | null;
  }>(
    `select content, kept_until, submitted_by
       from results.submission_file join results.submission on submission.id = submission_id
      where submission_id = $1 and kept_until > now()`,
    [receipt.id],
  );
  if (!kept || !mayReadRows(context.viewer, kept.submitted_by)) return null;
  await noteExport(context, receipt.id, wanted);
  const sealed = Buffer.from(keyRing.open(kept.content, 'submission_file.content'), 'base64');
  const table = JSON.parse((await inflate(sealed)).toString('utf8')) as KeptTable;
  const problems = await problemsOf(context, receipt.id);
  const columns = table.header.map((name) => name.normalize('NFC').trim().toLowerCase());
  // A file that was corrected once already has the column: it is written anew.
  const own = columns.lastIndexOf(problemColumn);
  const without = (cells: readonly string[]) =>
    own < 0 ? cells : cells.filter((_, position) => position !== own);
  const width = without(table.header).length;
  const rows = table.rows.flatMap((cells, index) => {
    const problem = problems.get(index);
    if (wanted === CorrectionRows.REJECTED && problem === undefined) return [];
    const padded = Array.from({ length: width }, (_, position) => without(cells)[position] ?? '');
    return [[...padded, problem ?? '']];
  });
  return Object.assign(new CorrectionFile(), {
    fileName: `ketqua-corrections-${receipt.id}.csv`,
    content: writeCsv([...without(table.header), problemColumn], rows),
    availableUntil: new Date(kept.kept_until),
  });
}

/** A file holds patients in full: a lab's people may read it, a key what it sent itself or where it may read. */
function mayReadRows(viewer: Viewer, submittedBy: string | null): boolean {
  const labId = labOf(viewer);
  return labId !== null && (mayReadPatient(viewer, labId) || submitterOf(viewer) === submittedBy);
}

/** The rows of stored results whose patients the file shows; a refused row that met none is in nobody's record. */
async function noteExport(
  { em, viewer }: ResultsContext,
  submissionId: string,
  wanted: CorrectionRows,
): Promise<void> {
  const query = queryIn(em);
  const rows = await query<{ id: string }>(
    `select distinct result_id as id from results.submission_row
      where submission_id = $1 and result_id is not null and ($2 or status = 'REJECTED')`,
    [submissionId, wanted === CorrectionRows.ALL],
  );
  await noteAccessToResults(
    query,
    RecordAct.EXPORTED,
    rows.map(({ id }) => id),
    (labId) => accessorOf(viewer, RecordAct.EXPORTED, labId),
  );
}

/** What is wrong with each refused row, in the caller's language: `field: message hint`. */
async function problemsOf(
  { em, locale }: ResultsContext,
  submissionId: string,
): Promise<Map<number, string>> {
  const rows = await em.find(
    SubmissionRow,
    { submissionId, status: 'REJECTED' },
    { disableIdentityMap: true },
  );
  return new Map(
    rows.map(({ index, problems }) => [
      index,
      problems
        .map(({ field, code }) => {
          const { message, hint } = wordingOf(code as ProblemCode, locale);
          return `${field ? `${field}: ` : ''}${message} ${hint}`;
        })
        .join(' | '),
    ]),
  );
}
