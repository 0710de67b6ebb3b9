import { DateTime, type Query, queryIn, UserError } from '@ketqua/platform';
import { Field, ObjectType } from 'type-graphql';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import type { Checkpoint } from '../checkpoint/checkpoint.entity.js';
import { readableCheckpoint, standsAt } from '../checkpoint/readable-checkpoint.js';

/** Whoever takes over comes a little early, and the one before does not leave the queue. */
const graceMinutes = 15;

@ObjectType({
  implements: UserError,
  description: 'The officer has shifts at this checkpoint, and none now: nothing opens there.',
})
export class NotOnDutyError extends UserError {
  override code = 'NOT_ON_DUTY';
  @Field(() => DateTime, { nullable: true, description: 'When their next shift there begins.' })
  nextShiftAt!: Date | null;
}

/** An officer's shifts at a checkpoint, as they stand at a moment. */
export interface Duty {
  readonly isOnDuty: boolean;
  readonly endsAt: Date | null;
  readonly nextShiftAt: Date | null;
}

/** Where no shift is planned for an officer at a checkpoint they may stand there at any time. */
export async function dutyOf(
  query: Query,
  { accountId, checkpointId, at }: { accountId: string; checkpointId: string; at: Date },
): Promise<Duty> {
  const [row] = await query<{ planned: boolean; endsAt: string | null; nextShiftAt: string | null }>(
    `select count(*) > 0 as planned,
            to_json(max(ends_at) filter (
              where begins_at - make_interval(mins => $4) <= $3 and ends_at + make_interval(mins => $4) >= $3
            )) #>> '{}' as "endsAt",
            to_json(min(begins_at) filter (where begins_at > $3)) #>> '{}' as "nextShiftAt"
       from results.shift where account_id = $1 and checkpoint_id = $2`,
    [accountId, checkpointId, at.toISOString(), graceMinutes],
  );
  const { planned, endsAt, nextShiftAt } = row!;
  return {
    isOnDuty: !planned || endsAt !== null,
    endsAt: endsAt === null ? null : new Date(endsAt),
    nextShiftAt: nextShiftAt === null ? null : new Date(nextShiftAt),
  };
}

/** At which of some moments an officer was on duty at a checkpoint, in milliseconds. */
export async function wereOnDuty(
  query: Query,
  { accountId, checkpointId, times }: { accountId: string; checkpointId: string; times: readonly Date[] },
): Promise<ReadonlySet<number>> {
  const shifts = await query<{ begins: string; ends: string }>(
    `select to_json(begins_at - make_interval(mins => $3)) #>> '{}' as begins,
            to_json(ends_at + make_interval(mins => $3)) #>> '{}' as ends
       from results.shift where account_id = $1 and checkpoint_id = $2`,
    [accountId, checkpointId, graceMinutes],
  );
  const spans = shifts.map(({ begins, ends }) => ({ from: Date.parse(begins), to: Date.parse(ends) }));
  const moments = times.map((time) => time.getTime());
  const isCovered = (moment: number) => spans.some(({ from, to }) => from <= moment && moment <= to);
  return new Set(spans.length ? moments.filter(isCovered) : moments);
}

/** Whether the viewer is an officer who is on duty at any of their checkpoints now. */
export async function isOnDutyAnywhere({ em, viewer }: ResultsContext): Promise<boolean> {
  if (viewer.kind !== 'account' || !viewer.roles.includes('OFFICER')) return false;
  const found = await queryIn(em)(
    `select from unnest($2::uuid[]) as place (id)
      where not exists (select from results.shift where account_id = $1 and checkpoint_id = place.id)
         or exists (
           select from results.shift
            where account_id = $1 and checkpoint_id = place.id
              and begins_at - make_interval(mins => $3) <= now() and ends_at + make_interval(mins => $3) >= now())
      limit 1`,
    [viewer.accountId, viewer.checkpointIds.filter(isUuid), graceMinutes],
  );
  return found.length > 0;
}

/** The viewer's duty at a checkpoint where they are an officer. */
export async function dutyOfViewer({ em, viewer }: ResultsContext, checkpointId: string): Promise<Duty> {
  if (viewer.kind !== 'account') return { isOnDuty: false, endsAt: null, nextShiftAt: null };
  return dutyOf(queryIn(em), { accountId: viewer.accountId, checkpointId, at: new Date() });
}

/** A checkpoint that the viewer stands at now as its officer; `null` for a missing and a foreign one alike. */
export async function checkpointOnDuty(
  context: ResultsContext,
  id: string,
): Promise<Checkpoint | NotOnDutyError | null> {
  const checkpoint = standsAt(context, id) && (await readableCheckpoint(context, id));
  if (!checkpoint) return null;
  const { isOnDuty, nextShiftAt } = await dutyOfViewer(context, checkpoint.id);
  if (isOnDuty) return checkpoint;
  return NotOnDutyError.in(
    context.locale,
    {
      vi: 'Bạn không trong ca trực ở chốt này. Hãy mở lại khi ca của bạn bắt đầu.',
      en: 'You have no shift at this checkpoint now. Come back when yours begins.',
    },
    { nextShiftAt },
  );
}

/** A checkpoint whose feed the viewer may read now: its officer on duty, or ADMIN. */
export async function watchedCheckpoint(context: ResultsContext, id: string): Promise<Checkpoint | null> {
  const checkpoint = await readableCheckpoint(context, id);
  if (!checkpoint) return null;
  if (context.viewer.kind === 'account' && context.viewer.roles.includes('ADMIN')) return checkpoint;
  return (await dutyOfViewer(context, checkpoint.id)).isOnDuty ? checkpoint : null;
}
