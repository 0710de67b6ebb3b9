import { withdrawnStatuses } from '../test-result/status-transitions.js';

/** What is recalled. All that is given must hold. */
export interface RecallCriteria {
  readonly labId: string | null;
  readonly runId: string | null;
  readonly instrument: string | null;
  readonly kitLot: string | null;
  readonly resultedFrom: Date | null;
  readonly resultedTo: Date | null;
}

/** A condition in SQL on results `r`, and its parameters. */
export interface Condition {
  readonly sql: string;
  readonly parameters: unknown[];
}

/** The results that a recall takes back and that still stand. Only what is given is asked, so that an index serves. */
export function recalled(criteria: RecallCriteria): Condition {
  const parameters: unknown[] = [];
  const conditions = [
    `r.status <> all(array[${withdrawnStatuses.map((status) => `'${status}'`).join(', ')}])`,
  ];
  const add = (value: unknown, condition: (place: string) => string) => {
    if (value === null) return;
    parameters.push(value instanceof Date ? value.toISOString() : value);
    conditions.push(condition(`$${parameters.length}`));
  };
  add(criteria.labId, (place) => `r.lab_id = ${place}::uuid`);
  add(criteria.runId, (place) => `r.run_id = ${place}`);
  add(criteria.instrument, (place) => `r.instrument = ${place}`);
  add(criteria.kitLot, (place) => `r.kit_lot = ${place}`);
  add(criteria.resultedFrom, (place) => `coalesce(r.resulted_at, r.created_at) >= ${place}::timestamptz`);
  add(criteria.resultedTo, (place) => `coalesce(r.resulted_at, r.created_at) < ${place}::timestamptz`);
  return { sql: conditions.join(' and '), parameters };
}
