import { connectionOf, hasRole, labOf, NotFoundError, Permission, pageSize } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { InvalidRecallError } from './invalid-recall.error.js';
import { Recall } from './recall.entity.js';
import { presentRecall, RecallConnection, RecallType } from './recall.type.js';
import { RecallResultsInput } from './recall-results.input.js';
import { recallResults } from './recall-results.service.js';

const RecallResultsResult = createUnionType({
  name: 'RecallResultsResult',
  types: () => [RecallType, InvalidRecallError, NotFoundError] as const,
});

@Resolver()
export class RecallResolver {
  @Permission('result.recall')
  @Mutation(() => RecallResultsResult, {
    description:
      'Withdraws a whole run in one act: results, QR tokens, holds and case reports; everyone concerned hears. Called by a lab for itself, and by ADMIN.',
  })
  recallResults(
    @Ctx() context: ResultsContext,
    @Arg('input', () => RecallResultsInput) input: RecallResultsInput,
  ): Promise<typeof RecallResultsResult> {
    return recallResults(context, input);
  }

  @Permission('result.recall')
  @Query(() => RecallType, {
    nullable: true,
    description: 'A recall and how far it is. A lab reads its own.',
  })
  async recall(@Ctx() context: ResultsContext, @Arg('id', () => ID) id: string): Promise<RecallType | null> {
    const readable = readableRecalls(context);
    const found = readable && isUuid(id) ? await context.em.findOne(Recall, { id, ...readable }) : null;
    return found && presentRecall(found);
  }

  @Permission('result.recall')
  @Query(() => RecallConnection, { description: 'Recalls, newest first. A lab reads its own, ADMIN all.' })
  async recalls(
    @Ctx() context: ResultsContext,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<RecallConnection> {
    const readable = readableRecalls(context);
    const before = after && isUuid(after) ? { id: { $lt: after } } : {};
    const found = readable
      ? await context.em.find(
          Recall,
          { ...readable, ...before },
          { orderBy: { id: 'desc' }, limit: pageSize(first) + 1 },
        )
      : [];
    return connectionOf(found.map(presentRecall), first, ({ id }) => id);
  }
}

function readableRecalls({ viewer }: ResultsContext): { labId?: string } | null {
  if (hasRole(viewer, 'ADMIN')) return {};
  const labId = labOf(viewer);
  return labId ? { labId } : null;
}
