import {
  acted,
  hasRole,
  labOf,
  type Query,
  queryIn,
  say,
  type Text,
  unitOfWork,
  type Viewer,
} from '@ketqua/platform';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { accessorOf } from '../record-access/accessor.js';
import { noteAccessToResults } from '../record-access/note-access.js';
import { RecordAct } from '../record-access/record-act.js';
import type { TooManyRowsError } from '../submission/submission-errors.js';
import { rowCountError } from '../submission/submit-results.service.js';
import { changedByOf } from '../test-result/changed-by.js';
import type { HoldMode } from '../test-result/release-policy.js';
import { writtenText } from '../test-result/written-text.js';
import { releaseHeld } from './release-held.js';
import { ReleaseReceipt } from './release-receipt.type.js';
import { ReleaseGround, type ReleaseResultsInput } from './release-results.input.js';

const mostResults = 1_000;
const longestNote = 500;

const { AUTHORITY_NOTIFIED, TOLD_IN_PERSON, REVIEWED } = ReleaseGround;

/** What ends each kind of hold. The authority may look at any result and let it go. */
const groundsOf: Readonly<Record<HoldMode, readonly ReleaseGround[]>> = {
  AFTER_AUTHORITY_NOTICE: [AUTHORITY_NOTIFIED, REVIEWED],
  IN_PERSON_ONLY: [TOLD_IN_PERSON, REVIEWED],
  WITHOUT_POLICY: [AUTHORITY_NOTIFIED, TOLD_IN_PERSON, REVIEWED],
};

const refusals = {
  NOT_FOUND: {
    vi: 'Không tìm thấy. Hãy kiểm tra lại mã.',
    en: 'Not found. Check the identifier.',
  },
  NOT_HELD: {
    vi: 'Kết quả không bị giữ: đã trả, đã hủy, hoặc chưa phải kết quả cuối cùng.',
    en: 'The result is not held: it is released, withdrawn, or not final yet.',
  },
  GROUND_DOES_NOT_FIT: {
    vi: 'Lý do này không kết thúc được việc giữ kết quả. Xem hold.mode của kết quả.',
    en: 'This ground does not end the hold. See hold.mode of the result.',
  },
} as const satisfies Record<string, Text>;

interface Held {
  readonly id: string;
  readonly labId: string;
  readonly mode: HoldMode | null;
}

/**
 * Releases held results on a ground that fits their hold. ADMIN may release any; a lab its own that somebody told the
 * person of face to face. Each is judged by itself.
 */
export async function releaseResults(
  context: ResultsContext,
  { resultIds, ground, note }: ReleaseResultsInput,
): Promise<ReleaseReceipt | TooManyRowsError> {
  const { viewer, locale } = context;
  const wanted = [...new Set(resultIds)];
  if (wanted.length < 1 || wanted.length > mostResults) return rowCountError(context, mostResults);
  return unitOfWork(context, async (em, outbox) => {
    const query = queryIn(em);
    const held = await lockResults(
      query,
      wanted.filter((id) => isUuid(id)),
    );
    const judged = wanted.map((id) => ({ id, code: refusalOf(viewer, held.get(id.toLowerCase()), ground) }));
    const released = await releaseHeld(
      { query, outbox },
      judged.flatMap(({ id, code }) => (code ? [] : [id.toLowerCase()])),
      {
        ground,
        releasedBy: changedByOf(viewer),
        note: writtenText(note).slice(0, longestNote) || null,
      },
    );
    await noteAccessToResults(query, RecordAct.RELEASED, released, (labId) =>
      accessorOf(viewer, RecordAct.RELEASED, labId),
    );
    if (released.length && hasRole(viewer, 'ADMIN')) {
      outbox(acted(context, 'RESULTS_RELEASED', { ground, results: released.length }));
    }
    const refused = judged.flatMap(({ id, code }) =>
      code ? [{ resultId: id, code, message: say(locale, refusals[code]) }] : [],
    );
    return Object.assign(new ReleaseReceipt(), { released, refused });
  });
}

async function lockResults(query: Query, ids: readonly string[]): Promise<Map<string, Held>> {
  if (!ids.length) return new Map();
  await query('select from results.test_result where id = any($1::uuid[]) order by id for update', [ids]);
  const rows = await query<Held>(
    `select r.id, r.lab_id as "labId", h.mode from results.test_result r
       left join results.result_hold h on h.result_id = r.id where r.id = any($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

function refusalOf(
  viewer: Viewer,
  held: Held | undefined,
  ground: ReleaseGround,
): keyof typeof refusals | null {
  const isAuthority = hasRole(viewer, 'ADMIN');
  if (!held || (!isAuthority && held.labId !== labOf(viewer))) return 'NOT_FOUND';
  if (!held.mode) return 'NOT_HELD';
  if (!groundsOf[held.mode].includes(ground)) return 'GROUND_DOES_NOT_FIT';
  const isLabsToTell = held.mode === 'IN_PERSON_ONLY' && ground === TOLD_IN_PERSON;
  return isAuthority || isLabsToTell ? null : 'GROUND_DOES_NOT_FIT';
}
