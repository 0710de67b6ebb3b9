import { labOf, NotFoundError, queryIn, unitOfWork } from '@ketqua/platform';
import { v7 } from 'uuid';
import type { LabsContext } from '../../context.js';
import { announceReturns } from './announce-changes.js';
import { hearOfLabs } from './hear-of-labs.js';
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
  await unitOfWork(context, async (em, outbox) => {
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
    const [now] = await query<{ at: string }>('select now()::text as at');
    await hearOfLabs(query, new Map([[lab.id, new Date(now!.at)]]));
    outbox(...(await announceReturns(query, [lab.id])));
  });
  return LabSync.of((await context.labs.load(lab.id))!);
}
