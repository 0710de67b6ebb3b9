import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';
import { queryIn } from '@ketqua/platform';
import type { ResultsContext } from '../../../context.js';
import { keyRing } from '../../../key-ring.js';
import type { LabFileTable } from '../import/lab-file.js';
import type { Submission } from '../submission.entity.js';

const rowsPerSlice = 500;
const hoursKept = 72;
const deflate = promisify(deflateRaw);

/** What is sealed of a submission that has rows to correct. */
export interface KeptTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * Keeps the table of a submission with refused rows, sealed, for 72 hours from its end: so long a lab can fetch its correction
 * file. Kept once, also where a repeated key finds a submission that broke off before this.
 */
export async function keepCorrections(
  { em }: ResultsContext,
  { id, rowCount, completedAt }: Submission,
  { header, slice }: LabFileTable,
): Promise<void> {
  const keptUntil = new Date((completedAt ?? new Date()).getTime() + hoursKept * 3_600_000);
  if (keptUntil <= new Date()) return;
  const query = queryIn(em);
  const kept = await query('select from results.submission_file where submission_id = $1', [id]);
  if (kept.length) return;
  const rows: (readonly string[])[] = [];
  for (let from = 0; from < rowCount; from += rowsPerSlice) {
    rows.push(...slice(from, from + rowsPerSlice));
    await turn();
  }
  const table = await deflate(JSON.stringify({ header, rows } satisfies KeptTable), { level: 1 });
  await query(
    `insert into results.submission_file (submission_id, content, kept_until) values ($1, $2, $3)
     on conflict do nothing`,
    [id, keyRing.seal(table.toString('base64'), 'submission_file.content'), keptUntil.toISOString()],
  );
}
