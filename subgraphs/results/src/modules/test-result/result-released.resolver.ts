import { hasRole, labOf, Permission, payloadOf, type Topics } from '@ketqua/platform';
import { Arg, Ctx, Field, ID, ObjectType, Resolver, Root, Subscription } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { placeOf } from '../../event-place.js';
import { presentResult } from './present-result.js';
import { readableResult } from './readable-result.js';
import { TestResultType } from './test-result.type.js';

@ObjectType({ description: 'A result was released, corrected or withdrawn.' })
export class ResultReleasedEvent {
  @Field(() => ID, { description: 'Stable: an event that comes twice has the same id.' })
  id!: string;
  @Field(() => String, { description: 'Opaque: give it as `after` to resume behind this event.' })
  cursor!: string;
  @Field(() => TestResultType, { nullable: true, description: 'Null until the person is claimed.' })
  result!: TestResultType | null;
}

@Resolver()
export class ResultReleasedResolver {
  @Permission('result.watch')
  @Subscription(() => ResultReleasedEvent, {
    description:
      'CITIZEN: results of the people on this phone. A lab: its own. At least once, in the order of the commits.',
    subscribe: ({ args, context }) =>
      watchResults(context as ResultsContext, (args as { after?: string | null }).after),
  })
  resultReleased(
    @Root() event: ResultReleasedEvent,
    @Arg('after', () => String, { nullable: true }) _after?: string | null,
    @Ctx() _context?: ResultsContext,
  ): ResultReleasedEvent {
    return event;
  }
}

async function* watchResults(
  context: ResultsContext,
  after?: string | null,
): AsyncGenerator<ResultReleasedEvent> {
  const { stream, events, signal, em, viewer } = context;
  for await (const event of stream.subscribe(['test-result.released'], { after, signal })) {
    const released = payloadOf('test-result.released', event);
    if (!concerns(context, released)) continue;
    // The context lives as long as the socket: each event is read afresh.
    em.clear();
    const row = await readableResult(context, released.resultId);
    yield { ...placeOf(event, events), result: row && presentResult(row, viewer) };
  }
}

function concerns({ viewer }: ResultsContext, released: Topics['test-result.released']): boolean {
  if (released.labId === labOf(viewer)) return true;
  return (
    hasRole(viewer, 'CITIZEN') &&
    viewer.kind === 'account' &&
    released.phoneIndexes.includes(viewer.phoneIndex)
  );
}
