import { labOf, NotFoundError, queryIn } from '@ketqua/platform';
import { v7 } from 'uuid';
import type { LabsContext } from '../../context.js';
import { LabSync } from './lab-sync.type.js';
import type { ReportNothingToSubmitInput } from './report-nothing-to-submit.input.js';

/** Marks the calling laboratory as heard of now. */
export async function reportNothingToSubmit(
  context: LabsContext,
  { note }: ReportNothingToSubmitInput,
): Promise<LabSync | NotFoundError> {
  const labId = labOf(context.viewer);
  const lab = labId ? await context.labs.load(labId) : null;
  if (!lab) return NotFoundError.of(context.locale);
  await context.em.transactional(async (em) => {
    const query = queryIn(em);
    await query('insert into labs.heartbeat (id, lab_id, note) values ($1, $2, $3)', [
      v7(),
      lab.id,
      note
        ?.normalize('NFC')
        .replaceAll(/\p{Cc}+/gu, ' ')
        .trim()
        .slice(0, 500) || null,
    ]);
    await query('update labs.lab set last_synced_at = greatest(last_synced_at, now()) where id = $1', [
      lab.id,
    ]);
  });
  return LabSync.of((await context.labs.load(lab.id))!);
}
