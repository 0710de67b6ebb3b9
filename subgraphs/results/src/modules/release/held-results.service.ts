import { pageSize, readDateTime } from '@ketqua/platform';
import { raw } from '@mikro-orm/core';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { presentResult } from '../test-result/present-result.js';
import { TestResult } from '../test-result/test-result.entity.js';
import type { TestResultType } from '../test-result/test-result.type.js';
import { ResultHold } from './result-hold.entity.js';

interface HeldResult extends TestResultType {
  readonly heldUntil: Date;
}

/** Results that wait for a release, those first whose time is up first, one more than a page of `first`. */
export async function heldResults(
  { em, viewer }: ResultsContext,
  first: number,
  after?: string | null,
  overdueOnly = false,
): Promise<HeldResult[]> {
  const position = after ? positionOf(after) : undefined;
  const holds = await em.find(
    ResultHold,
    {
      $and: [
        overdueOnly ? { until: { $lte: raw('now()') } } : {},
        position
          ? {
              $or: [
                { until: { $gt: position.until } },
                { until: position.until, resultId: { $gt: position.id } },
              ],
            }
          : {},
      ],
    },
    { orderBy: { until: 'asc', resultId: 'asc' }, limit: pageSize(first) + 1 },
  );
  const results = await em.find(TestResult, { id: { $in: holds.map(({ resultId }) => resultId) } });
  const byId = new Map(results.map((row) => [row.id, row]));
  return holds.flatMap(({ resultId, until }) => {
    const row = byId.get(resultId);
    return row ? [Object.assign(presentResult(row, viewer), { heldUntil: until })] : [];
  });
}

/** The place of a held result in the list, for the next page. */
export function cursorOfHeld({ id, heldUntil }: HeldResult): string {
  return `${heldUntil.toISOString()}_${id}`;
}

function positionOf(cursor: string): { until: Date; id: string } | undefined {
  const [time, id] = cursor.split('_');
  const until = readDateTime(time ?? '');
  return until && id && isUuid(id) ? { until, id } : undefined;
}
