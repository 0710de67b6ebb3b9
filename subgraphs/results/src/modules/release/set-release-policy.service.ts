import { acted, type Query, queryIn, unitOfWork } from '@ketqua/platform';
import type { ResultsContext } from '../../context.js';
import { isSnomed } from '../submission/codes.js';
import { longestHoursByDefault } from '../test-result/release-policy.js';
import { diseaseName, type Outcome, type TestMethod } from '../test-result/test-result.vocabulary.js';
import {
  InvalidReleasePolicyError,
  ReleaseModeType,
  ReleasePolicyType,
  type SetReleasePolicyInput,
} from './release-policy.type.js';

const mostHours = 8_760;

interface PolicyRow {
  readonly disease: string;
  readonly outcome: string;
  readonly method: string;
  readonly mode: string;
  readonly longest_hold_hours: number | null;
  readonly confirms_screening: boolean;
}

/** Sets when results of a disease are shown, for those stored from now on: what is held already stays held. */
export async function setReleasePolicy(
  context: ResultsContext,
  input: SetReleasePolicyInput,
): Promise<ReleasePolicyType | InvalidReleasePolicyError> {
  const { disease, outcome, method, mode, longestHoldHours, confirmsScreening } = input;
  const isAtOnce = mode === ReleaseModeType.AT_ONCE;
  if (!isSnomed(disease)) return invalid(context, 'disease');
  const hours = longestHoldHours ?? (isAtOnce ? null : longestHoursByDefault);
  if (isAtOnce ? hours !== null : hours! < 1 || hours! > mostHours)
    return invalid(context, 'longestHoldHours');
  const [row] = await unitOfWork(context, async (em, outbox) => {
    outbox(
      acted(context, 'RELEASE_POLICY_SET', {
        ...{ disease, outcome: outcome ?? null, method: method ?? null },
        ...{ mode, longestHoldHours: hours },
      }),
    );
    return queryIn(em)<PolicyRow>(
      `insert into results.release_policy (disease, outcome, method, mode, longest_hold_hours, confirms_screening)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (disease, outcome, method) do update set mode = excluded.mode,
        longest_hold_hours = excluded.longest_hold_hours, confirms_screening = excluded.confirms_screening
     returning *`,
      [disease, outcome ?? '*', method ?? '*', mode, hours, confirmsScreening],
    );
  });
  return present(context, row!);
}

/** The policies in force, by disease. */
export async function releasePolicies(context: ResultsContext): Promise<ReleasePolicyType[]> {
  const query: Query = queryIn(context.em);
  const rows = await query<PolicyRow>(
    'select * from results.release_policy order by disease, outcome, method',
  );
  return rows.map((row) => present(context, row));
}

function present({ locale }: ResultsContext, row: PolicyRow): ReleasePolicyType {
  const anyOr = <Value>(text: string) => (text === '*' ? null : (text as Value));
  return Object.assign(new ReleasePolicyType(), {
    disease: { code: row.disease, name: diseaseName(row.disease, locale) },
    outcome: anyOr<Outcome>(row.outcome),
    method: anyOr<TestMethod>(row.method),
    mode: row.mode as ReleaseModeType,
    longestHoldHours: row.longest_hold_hours,
    confirmsScreening: row.confirms_screening,
  });
}

function invalid({ locale }: ResultsContext, field: string): InvalidReleasePolicyError {
  return InvalidReleasePolicyError.in(
    locale,
    field === 'disease'
      ? { vi: 'Bệnh phải là mã SNOMED CT.', en: 'The disease must be a SNOMED CT code.' }
      : {
          vi: `Thời gian giữ từ 1 đến ${mostHours} giờ; trả ngay thì không có.`,
          en: `A hold lasts 1 to ${mostHours} hours; AT_ONCE has none.`,
        },
    { path: ['input', field] },
  );
}
