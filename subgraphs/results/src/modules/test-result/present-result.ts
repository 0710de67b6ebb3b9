import { labOf, type Viewer } from '@ketqua/platform';
import { isFinal } from './status-transitions.js';
import type { TestResult } from './test-result.entity.js';
import { TestResultType } from './test-result.type.js';

/** Shows a result to one who may read it: its lab sees every outcome, a citizen only one that the lab stands by. */
export function presentResult(row: TestResult, viewer: Viewer): TestResultType {
  const { id, status, specimenCollectedAt, resultedAt, releasedAt, version, labId } = row;
  const showsOutcome = isFinal(status) || labId === labOf(viewer);
  return Object.assign(new TestResultType(), {
    id,
    status,
    outcome: showsOutcome ? row.outcome : null,
    specimenCollectedAt,
    resultedAt,
    releasedAt,
    version,
    lab: { id: labId },
    row,
  });
}
