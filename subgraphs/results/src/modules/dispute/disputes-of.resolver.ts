import { connectionOf } from '@ketqua/platform';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { RecordPerson } from '../record-data/record-data.type.js';
import { TestResultType } from '../test-result/test-result.type.js';
import { DisputeConnection, DisputeType } from './dispute.type.js';
import { disputesOfPerson } from './list-disputes.service.js';
import { answersFor, isOwn, presentDisputes } from './readable-disputes.js';

@Resolver(() => TestResultType)
export class ResultDisputesResolver {
  @FieldResolver(() => [DisputeType], {
    description:
      'Its disputes, newest first: for a citizen their own, for those who answer for the result all of them.',
  })
  async disputes(@Root() { row }: TestResultType, @Ctx() context: ResultsContext): Promise<DisputeType[]> {
    const { viewer, loaders } = context;
    const disputes = await loaders.disputesOf.load(row.id);
    return presentDisputes(
      context,
      disputes.filter((dispute) => answersFor(viewer, dispute) || isOwn(viewer, dispute)),
    );
  }
}

@Resolver(() => RecordPerson)
export class RecordPersonDisputesResolver {
  @FieldResolver(() => DisputeConnection, { description: 'What this account disputed, newest first.' })
  async disputes(
    @Root() { id }: RecordPerson,
    @Ctx() context: ResultsContext,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<DisputeConnection> {
    return connectionOf(await disputesOfPerson(context, id, first, after), first, (dispute) => dispute.id);
  }
}
