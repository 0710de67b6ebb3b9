import { labOf, pageSize } from '@ketqua/platform';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import type { TestResultFilter } from './search-results.input.js';
import { TestResult } from './test-result.entity.js';
import { writtenText } from './written-text.js';

/** The results of the caller's lab, newest first, one more than a page of `first`. */
export async function searchResults(
  { em, viewer }: ResultsContext,
  first: number,
  after: string | null | undefined,
  filter: TestResultFilter | null | undefined,
): Promise<TestResult[]> {
  const labId = labOf(viewer);
  if (!labId) return [];
  const { statuses, collectedFrom, collectedTo } = filter ?? {};
  const accessionNumber = writtenText(filter?.accessionNumber);
  const runId = writtenText(filter?.runId);
  const kitLot = writtenText(filter?.kitLot);
  return em.find(
    TestResult,
    {
      labId,
      ...(accessionNumber && { accessionNumber }),
      ...(statuses && { status: { $in: statuses } }),
      ...(runId && { runId }),
      ...(kitLot && { kitLot }),
      ...((collectedFrom || collectedTo) && {
        specimenCollectedAt: {
          ...(collectedFrom && { $gte: collectedFrom }),
          ...(collectedTo && { $lt: collectedTo }),
        },
      }),
      ...(after && isUuid(after) && { id: { $lt: after } }),
    },
    { orderBy: { id: 'desc' }, limit: pageSize(first) + 1 },
  );
}
