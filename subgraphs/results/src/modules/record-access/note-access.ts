import { insertRows, newId, type Query, queryIn } from '@ketqua/platform';
import type { ResultsContext } from '../../context.js';
import { type Accessor, accessorOf } from './accessor.js';
import type { RecordAct } from './record-act.js';

/** Whose record was opened. */
export interface Opened {
  readonly personId: string;
  /** Left out where the person as such was looked up. */
  readonly resultId?: string;
  /** The lab of the result: its own people act for it, anybody else for the authority. */
  readonly labId?: string;
}

/**
 * Writes down that the caller opened or changed these records: one statement for any number, in the transaction of
 * `em` where one is open. Call it before what was read is given away. The same act of the same account or key within
 * the hour is written once; a citizen's own reading is not written.
 */
export async function noteAccess(
  { em, viewer }: Pick<ResultsContext, 'viewer'> & { em: Parameters<typeof queryIn>[0] },
  act: RecordAct,
  opened: readonly Opened[],
): Promise<void> {
  const noted = opened.flatMap((one) => {
    const by = accessorOf(viewer, act, one.labId ?? null);
    return by ? [{ ...one, by }] : [];
  });
  await insertAccesses(queryIn(em), act, noted);
}

/** Writes down that somebody did something with these results, whose rows exist. */
export async function noteAccessToResults(
  query: Query,
  act: RecordAct,
  resultIds: readonly string[],
  by: (labId: string) => Accessor | null,
): Promise<void> {
  if (!resultIds.length) return;
  const rows = await query<{ resultId: string; personId: string; labId: string }>(
    `select id as "resultId", person_id as "personId", lab_id as "labId" from results.test_result
      where id = any($1::uuid[])`,
    [resultIds],
  );
  const noted = rows.flatMap((row) => {
    const accessor = by(row.labId);
    return accessor ? [{ ...row, by: accessor }] : [];
  });
  await insertAccesses(query, act, noted);
}

/** The one insert. In one order, so that two of the same actor never wait for each other. */
export async function insertAccesses(
  query: Query,
  act: RecordAct,
  noted: readonly (Opened & { readonly by: Accessor })[],
): Promise<void> {
  if (!noted.length) return;
  const key = ({ personId, resultId = '' }: Opened) => personId + resultId;
  const rows = [...noted].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  await insertRows(
    query,
    'results.record_access',
    {
      id: { type: 'uuid', values: rows.map(() => newId()) },
      person_id: { type: 'uuid', values: rows.map(({ personId }) => personId) },
      result_id: { type: 'uuid', values: rows.map(({ resultId }) => resultId ?? null) },
      act: { type: 'text', values: rows.map(() => act) },
      actor_kind: { type: 'text', values: rows.map(({ by }) => by.kind) },
      actor_id: { type: 'uuid', values: rows.map(({ by }) => by.actorId) },
      lab_id: { type: 'uuid', values: rows.map(({ by }) => by.labId) },
    },
    'on conflict do nothing',
  );
}
