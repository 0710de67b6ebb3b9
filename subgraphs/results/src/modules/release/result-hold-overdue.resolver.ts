import { DateTime, Permission, payloadOf } from '@ketqua/platform';
import { Arg, Field, ID, ObjectType, Resolver, Root, Subscription } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { placeOf } from '../../event-place.js';
import { HoldModeType } from './result-hold.type.js';

@ObjectType({
  description: 'A result waits longer than it may. One of AFTER_AUTHORITY_NOTICE was released by it.',
})
export class ResultHoldOverdueEvent {
  @Field(() => ID, { description: 'Stable: an event that comes twice has the same id.' })
  id!: string;
  @Field(() => String, { description: 'Opaque: give it as `after` to resume behind this event.' })
  cursor!: string;
  @Field(() => ID)
  resultId!: string;
  @Field(() => HoldModeType)
  mode!: HoldModeType;
  @Field(() => DateTime)
  since!: Date;
}

@Resolver()
export class ResultHoldOverdueResolver {
  @Permission('result-hold.read')
  @Subscription(() => ResultHoldOverdueEvent, {
    description: 'Alarms of results that wait too long, repeated daily. Read by ADMIN.',
    subscribe: ({ args, context }) =>
      watchHolds(context as ResultsContext, (args as { after?: string | null }).after),
  })
  resultHoldOverdue(
    @Root() event: ResultHoldOverdueEvent,
    @Arg('after', () => String, { nullable: true }) _after?: string | null,
  ): ResultHoldOverdueEvent {
    return event;
  }
}

async function* watchHolds(
  { stream, events, signal }: ResultsContext,
  after?: string | null,
): AsyncGenerator<ResultHoldOverdueEvent> {
  for await (const event of stream.subscribe(['result.hold-overdue'], { after, signal })) {
    const { resultId, mode, since } = payloadOf('result.hold-overdue', event);
    yield { ...placeOf(event, events), resultId, mode: mode as HoldModeType, since: new Date(since) };
  }
}
