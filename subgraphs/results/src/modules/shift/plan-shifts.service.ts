import { acted, NotFoundError, newId, queryIn, unitOfWork } from '@ketqua/platform';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { InvalidShiftError, type PlanShiftsInput, Shift, ShiftPlan } from './shift.type.js';

const mostShifts = 200;
const longest = 24 * 3_600_000;
/** How far from now a shift may lie, either way. */
const furthest = 366 * 24 * 3_600_000;

/**
 * Plans an officer's shifts at a checkpoint, in place of those that are not over. Outside them nothing opens there;
 * without any they may stand there at any time.
 */
export async function planShifts(
  context: ResultsContext,
  { checkpointId, officerId, shifts }: PlanShiftsInput,
): Promise<ShiftPlan | InvalidShiftError | NotFoundError> {
  const { locale } = context;
  if (!isUuid(checkpointId) || !isUuid(officerId)) return NotFoundError.of(locale);
  const wrong =
    shifts.length > mostShifts
      ? ['input', 'shifts']
      : shifts.flatMap(({ beginsAt, endsAt }, index) => {
          const length = endsAt.getTime() - beginsAt.getTime();
          const distance = Math.abs(beginsAt.getTime() - Date.now());
          return length > 0 && length <= longest && distance <= furthest
            ? []
            : [['input', 'shifts', String(index)]];
        })[0];
  if (wrong) {
    return InvalidShiftError.in(
      locale,
      {
        vi: `Mỗi ca kết thúc sau khi bắt đầu, dài tối đa 24 giờ, trong vòng một năm; nhiều nhất ${mostShifts} ca.`,
        en: `A shift ends after it begins, lasts 24 hours at most and lies within a year; at most ${mostShifts} of them.`,
      },
      { path: wrong },
    );
  }
  return unitOfWork(context, async (em, outbox) => {
    const query = queryIn(em);
    const found = await query('select from results.checkpoint where id = $1 for update', [checkpointId]);
    if (!found.length) return NotFoundError.of(locale);
    // Those that are over say that there is a plan: without one, they go too.
    await query(
      'delete from results.shift where checkpoint_id = $1 and account_id = $2 and (ends_at > now() or $3)',
      [checkpointId, officerId, shifts.length === 0],
    );
    const planned = shifts.map(({ beginsAt, endsAt }) =>
      Object.assign(new Shift(), { id: newId(), officerId, beginsAt, endsAt }),
    );
    await query(
      `insert into results.shift (id, checkpoint_id, account_id, begins_at, ends_at)
       select id, $1, $2, begins_at, ends_at
         from unnest($3::uuid[], $4::timestamptz[], $5::timestamptz[]) as planned (id, begins_at, ends_at)`,
      [
        ...[checkpointId, officerId, planned.map(({ id }) => id)],
        planned.map(({ beginsAt }) => beginsAt.toISOString()),
        planned.map(({ endsAt }) => endsAt.toISOString()),
      ],
    );
    outbox(acted(context, 'SHIFTS_PLANNED', { checkpointId, officerId, shifts: planned.length }));
    return Object.assign(new ShiftPlan(), { shifts: planned });
  });
}

/** The shifts at a checkpoint that are not over, by their beginning. */
export async function shiftsAt({ em }: ResultsContext, checkpointId: string): Promise<Shift[]> {
  const rows = await queryIn(em)<{ id: string; officerId: string; beginsAt: string; endsAt: string }>(
    `select id, account_id as "officerId", to_json(begins_at) #>> '{}' as "beginsAt",
            to_json(ends_at) #>> '{}' as "endsAt"
       from results.shift where checkpoint_id = $1 and ends_at > now() order by begins_at, id limit 1000`,
    [checkpointId],
  );
  return rows.map(({ beginsAt, endsAt, ...row }) =>
    Object.assign(new Shift(), { ...row, beginsAt: new Date(beginsAt), endsAt: new Date(endsAt) }),
  );
}
