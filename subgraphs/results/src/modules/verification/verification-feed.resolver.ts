import { connectionOf, type LoggedEvent, Permission, pageSize, payloadOf } from '@ketqua/platform';
import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root, Subscription } from 'type-graphql';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { placeOf } from '../../event-place.js';
import { CheckpointType } from '../checkpoint/checkpoint.type.js';
import { presentCheckpoint } from '../checkpoint/present-checkpoint.js';
import { readableCheckpoint } from '../checkpoint/readable-checkpoint.js';
import { watchedCheckpoint } from '../shift/duty.js';
import { Verification } from './verification.entity.js';
import { VerdictCount, VerificationConnection, VerificationEvent } from './verification.type.js';
import { countsOfToday } from './verification-counts.js';

/** Behind every event of a transaction: a verification's has one. */
const lastOfTransaction = 2n ** 63n - 1n;

interface FeedArguments {
  readonly checkpointIds: string[];
  readonly after?: string | null;
}

/** A feed event, and where it was made: the checkpoint is read when asked for. */
class FeedEvent extends VerificationEvent {
  checkpointId!: string;
}

@Resolver(() => VerificationEvent)
export class VerificationFeedResolver {
  @Permission('verification.watch')
  @Subscription(() => VerificationEvent, {
    description:
      'Every verification at these checkpoints, as it is made. Read by their officers and by ADMIN.',
    subscribe: ({ args, context }) =>
      watchVerifications(context as ResultsContext, args as unknown as FeedArguments),
  })
  verificationFeed(
    @Root() event: FeedEvent,
    @Arg('checkpointIds', () => [ID]) _checkpointIds: string[],
    @Arg('after', () => String, { nullable: true }) _after?: string | null,
  ): VerificationEvent {
    return event;
  }

  @Permission('verification.watch')
  @Query(() => VerificationConnection, {
    nullable: true,
    description: "A checkpoint's last 72 hours, newest first: for a page that was reloaded.",
  })
  async verificationHistory(
    @Ctx() context: ResultsContext,
    @Arg('checkpointId', () => ID) checkpointId: string,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<VerificationConnection | null> {
    if (!(await watchedCheckpoint(context, checkpointId))) return null;
    const rows = await context.em.find(
      Verification,
      { checkpointId, ...(after && isUuid(after) && { id: { $lt: after } }) },
      { orderBy: { id: 'desc' }, limit: pageSize(first) + 1 },
    );
    const nodes = rows.map((row) =>
      Object.assign(new FeedEvent(), eventOf(row), {
        id: row.id,
        cursor: context.events.cursorAt({ txid: BigInt(row.txid!), id: lastOfTransaction }),
      }),
    );
    return connectionOf(nodes, first, ({ id }) => id);
  }

  @Permission('verification.watch')
  @Query(() => [VerdictCount], {
    nullable: true,
    description: "A checkpoint's verdicts of today, counted. Null where the feed may not be read.",
  })
  async verificationCounts(
    @Ctx() context: ResultsContext,
    @Arg('checkpointId', () => ID) checkpointId: string,
    @Arg('timeZone', () => String, {
      defaultValue: 'Asia/Ho_Chi_Minh',
      description: 'IANA: whose midnight begins the day.',
    })
    timeZone: string,
  ): Promise<VerdictCount[] | null> {
    const checkpoint = await watchedCheckpoint(context, checkpointId);
    return checkpoint && countsOfToday(context, checkpoint.id, timeZone);
  }

  @FieldResolver(() => CheckpointType, { nullable: true })
  async checkpoint(@Root() event: FeedEvent, @Ctx() context: ResultsContext): Promise<CheckpointType | null> {
    const checkpoint = await readableCheckpoint(context, event.checkpointId);
    return checkpoint && presentCheckpoint(checkpoint);
  }
}

function eventOf({ checkpointId, verdict, signature, status, isOffline, alarms, verifiedAt }: Verification) {
  return { checkpointId, verdict, signature, status, isOffline, alarms, verifiedAt };
}

async function* watchVerifications(context: ResultsContext, { checkpointIds, after }: FeedArguments) {
  const { stream, events, signal, em } = context;
  const allowed = new Allowed(context, checkpointIds);
  for await (const event of stream.subscribe(['verification.recorded'], { after, signal })) {
    const recorded = payloadOf('verification.recorded', event as LoggedEvent);
    if (!(await allowed.has(recorded.checkpointId))) continue;
    em.clear();
    const { verificationId, verifiedAt, alarms = [], ...rest } = recorded;
    const place = { ...placeOf(event, events), id: verificationId };
    yield Object.assign(new FeedEvent(), rest, place, { alarms, verifiedAt: new Date(verifiedAt) });
  }
}

const judgedAnewAfter = 5_000;

/** Which of some checkpoints a viewer may watch: judged anew every five seconds, since a shift ends. */
class Allowed {
  readonly #judged = new Map<string, { isAllowed: boolean; until: number }>();
  readonly #wanted: ReadonlySet<string>;

  constructor(
    private readonly context: ResultsContext,
    wanted: readonly string[],
  ) {
    this.#wanted = new Set(wanted);
  }

  async has(checkpointId: string): Promise<boolean> {
    if (!this.#wanted.has(checkpointId)) return false;
    const judged = this.#judged.get(checkpointId);
    if (judged && judged.until > performance.now()) return judged.isAllowed;
    const isAllowed = (await watchedCheckpoint(this.context, checkpointId)) !== null;
    this.#judged.set(checkpointId, { isAllowed, until: performance.now() + judgedAnewAfter });
    return isAllowed;
  }
}
