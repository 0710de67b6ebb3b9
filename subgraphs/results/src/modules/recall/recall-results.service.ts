import { acted, hasRole, labOf, NotFoundError, newId, queryIn, writeEvents } from '@ketqua/platform';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { admitRequest } from '../lab-limit/lab-limits.js';
import { submitterOf } from '../submission/earlier-submission.js';
import { writtenReason } from '../test-result/change-result.service.js';
import { changedByOf } from '../test-result/changed-by.js';
import { ChangedBy } from '../test-result/test-result.vocabulary.js';
import { writtenText } from '../test-result/written-text.js';
import { InvalidRecallError } from './invalid-recall.error.js';
import { Recall } from './recall.entity.js';
import { presentRecall, type RecallType } from './recall.type.js';
import { type RecallCriteria, recalled } from './recall-criteria.js';
import type { RecallResultsInput } from './recall-results.input.js';

const longestCode = 100;

/**
 * Begins the withdrawal of a whole run: a lab of its own results, ADMIN of any lab's or, by kit lot, of every lab's. The
 * recall is committed before anything is withdrawn, and its keeper carries it out step by step, whatever happens to
 * this process. Results that are submitted later are not touched.
 */
export async function recallResults(
  context: ResultsContext,
  input: RecallResultsInput,
): Promise<RecallType | InvalidRecallError | NotFoundError> {
  const { em, viewer, locale, recalls } = context;
  const isAuthority = hasRole(viewer, 'ADMIN');
  const own = labOf(viewer);
  const labId = input.labId?.toLowerCase() ?? (isAuthority ? null : own);
  if (labId && (!isUuid(labId) || (!isAuthority && labId !== own))) return NotFoundError.of(locale);
  if (!isAuthority && !labId) return NotFoundError.of(locale);
  await admitRequest(context);
  const criteria = criteriaOf(input, labId);
  const wrong = wrongField(criteria);
  if (wrong) return InvalidRecallError.of(locale, wrong);
  const reason = writtenReason(input.reason);
  if (!reason) return InvalidRecallError.of(locale, 'reason');
  const id = newId();
  const { sql, parameters } = recalled(criteria);
  const place = (offset: number) => `$${parameters.length + offset}`;
  await em.transactional(async (transaction) => {
    const query = queryIn(transaction);
    if (isAuthority) await writeEvents(query, [acted(context, 'RESULTS_RECALLED', { recallId: id, labId })]);
    await query(
      `insert into results.recall (id, lab_id, run_id, instrument, kit_lot, resulted_from, resulted_to, reason,
            recalled_by, recalled_by_id, matched)
     select ${[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
       .map(place)
       .map((at, index) => at + (casts[index] ?? ''))
       .join(', ')}, count(*)
       from results.test_result r where ${sql}`,
      [
        ...parameters,
        ...[id, labId, criteria.runId, criteria.instrument, criteria.kitLot],
        ...[criteria.resultedFrom?.toISOString() ?? null, criteria.resultedTo?.toISOString() ?? null],
        ...[reason, isAuthority ? ChangedBy.AUTHORITY : changedByOf(viewer), submitterOf(viewer)],
      ],
    );
  });
  const recall = presentRecall(await em.findOneOrFail(Recall, { id }));
  recalls.wake();
  return recall;
}

const casts = [
  '::uuid',
  '::uuid',
  '::text',
  '::text',
  '::text',
  '::timestamptz',
  '::timestamptz',
  '::text',
  '::text',
  '::uuid',
];

function criteriaOf(input: RecallResultsInput, labId: string | null): RecallCriteria {
  const written = (text: string | null | undefined) => writtenText(text) || null;
  return {
    labId,
    runId: written(input.runId),
    instrument: written(input.instrument),
    kitLot: written(input.kitLot),
    resultedFrom: input.resultedFrom ?? null,
    resultedTo: input.resultedTo ?? null,
  };
}

/** A recall must say what it takes back: a whole lab, or everything of before a day, is nobody's mistake of a run. */
function wrongField(criteria: RecallCriteria): 'runId' | 'kitLot' | 'resultedTo' | null {
  const { labId, runId, instrument, kitLot, resultedFrom, resultedTo } = criteria;
  if (!runId && !instrument && !kitLot && !resultedFrom) return 'runId';
  // No row that was accepted has longer ones.
  if ([runId, instrument, kitLot].some((text) => text && text.length > longestCode)) return 'runId';
  if (!labId && !kitLot) return 'kitLot';
  if (resultedFrom && resultedTo && resultedTo <= resultedFrom) return 'resultedTo';
  return null;
}
