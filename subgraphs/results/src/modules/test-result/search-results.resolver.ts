import { connectionOf, Permission } from '@ketqua/platform';
import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { noteAccess } from '../record-access/note-access.js';
import { openedResult } from '../record-access/opened-result.js';
import { RecordAct } from '../record-access/record-act.js';
import { presentResult } from './present-result.js';
import { readableResult } from './readable-result.js';
import { TestResultFilter } from './search-results.input.js';
import { searchResults } from './search-results.service.js';
import { TestResultConnection, TestResultType } from './test-result.type.js';

@Resolver()
export class SearchResultsResolver {
  @Permission('result.read')
  @Query(() => TestResultType, {
    nullable: true,
    description: 'One result: a lab reads its own, a citizen what was released of people whom they claimed.',
  })
  async testResult(
    @Ctx() context: ResultsContext,
    @Arg('id', () => ID) id: string,
  ): Promise<TestResultType | null> {
    const row = await readableResult(context, id);
    if (row) await noteAccess(context, RecordAct.VIEWED, [openedResult(row)]);
    return row && presentResult(row, context.viewer);
  }

  @Permission('result.search')
  @Query(() => TestResultConnection, { description: "The calling lab's own results, newest first." })
  async testResults(
    @Ctx() context: ResultsContext,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
    @Arg('filter', () => TestResultFilter, { nullable: true }) filter?: TestResultFilter | null,
  ): Promise<TestResultConnection> {
    const rows = await searchResults(context, first, after, filter);
    const results = rows.map((row) => presentResult(row, context.viewer));
    const page = connectionOf(results, first, ({ id }) => id);
    await noteAccess(
      context,
      RecordAct.LISTED,
      page.edges.map(({ node }) => openedResult(node.row)),
    );
    return page;
  }
}
