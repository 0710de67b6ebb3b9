import { connectionOf, Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { noteAccess } from '../record-access/note-access.js';
import { openedResult } from '../record-access/opened-result.js';
import { RecordAct } from '../record-access/record-act.js';
import { TooManyRowsError } from '../submission/submission-errors.js';
import { TestResultConnection } from '../test-result/test-result.type.js';
import { cursorOfHeld, heldResults } from './held-results.service.js';
import { ReleaseReceipt } from './release-receipt.type.js';
import { ReleaseResultsInput } from './release-results.input.js';
import { releaseResults } from './release-results.service.js';

const ReleaseResultsResult = createUnionType({
  name: 'ReleaseResultsResult',
  types: () => [ReleaseReceipt, TooManyRowsError] as const,
});

@Resolver()
export class ReleaseResultsResolver {
  @Permission('result.release')
  @Mutation(() => ReleaseResultsResult, {
    description:
      'Shows held results to their people: ADMIN any, a lab its own that were told in person. Each is judged by itself.',
  })
  releaseResults(
    @Ctx() context: ResultsContext,
    @Arg('input', () => ReleaseResultsInput) input: ReleaseResultsInput,
  ): Promise<typeof ReleaseResultsResult> {
    return releaseResults(context, input);
  }

  @Permission('result-hold.read')
  @Query(() => TestResultConnection, {
    description: 'Results that wait for a release, the most urgent first. Read by ADMIN.',
  })
  async heldResults(
    @Ctx() context: ResultsContext,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
    @Arg('overdueOnly', () => Boolean, { defaultValue: false }) overdueOnly?: boolean,
  ): Promise<TestResultConnection> {
    const held = await heldResults(context, first, after, overdueOnly);
    const page = connectionOf(held, first, cursorOfHeld);
    await noteAccess(
      context,
      RecordAct.LISTED,
      page.edges.map(({ node }) => openedResult(node.row)),
    );
    return page;
  }
}
