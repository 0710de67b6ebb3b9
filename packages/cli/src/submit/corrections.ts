import { queries } from '../connection/documents.js';
import type { LabConnection } from '../connection/lab-connection.js';
import { csvPieces } from '../file/csv-pieces.js';
import type { FileReceipt } from './file-receipt.js';

/**
 * The rejected rows of a file as CSV, with what is wrong in a last column: mend them and send this file. Gives `null`
 * when no row was rejected, or the platform keeps them no longer. It holds personal data.
 */
export async function correctionsOf(lab: LabConnection, receipt: FileReceipt): Promise<string | null> {
  if (receipt.rejected === 0) return null;
  let header = '';
  const bodies: string[] = [];
  for (const { id } of receipt.submissions) {
    const { submission } = await lab.ask<{
      submission: { rejected: number; correctionFile: { content: string } | null } | null;
    }>(queries.corrections, { id });
    if (!submission?.rejected || !submission.correctionFile) continue;
    const { header: first, pieces } = csvPieces(submission.correctionFile.content);
    header ||= first.text;
    bodies.push(pieces.map(({ text }) => text).join(''));
  }
  return bodies.length ? header + bodies.join('') : null;
}
