import type { Query } from '@ketqua/platform';
import type { CanonicalResult } from '../submission/canonical-result.js';
import { isFinal } from './status-transitions.js';
import { Outcome, ResultStatus } from './test-result.vocabulary.js';

export type ReleaseMode = 'AT_ONCE' | 'AFTER_AUTHORITY_NOTICE' | 'IN_PERSON_ONLY';

/** Why a settled result is not shown: its policy's mode, or that nobody has made a policy yet. */
export type HoldMode = Exclude<ReleaseMode, 'AT_ONCE'> | 'WITHOUT_POLICY';

/** How long a result waits before the alarm sounds, where nobody has said otherwise. */
export const longestHoursByDefault = 24;

interface PolicyRow {
  readonly disease: string;
  readonly outcome: string;
  readonly method: string;
  readonly mode: ReleaseMode;
  readonly confirms_screening: boolean;
  /** Null for AT_ONCE, and for it alone. */
  readonly longest_hold_hours: number | null;
}

/** What becomes of a result when it is stored. */
export interface ReleaseDecision {
  /** The status it is stored with: a detected pool or screening test stays preliminary. */
  readonly status: ResultStatus;
  readonly isReleased: boolean;
  /** Why, and for how long at most, a settled result waits; null where it is released, or not settled. */
  readonly hold: { readonly mode: HoldMode; readonly longestHours: number } | null;
  readonly reflexReason: 'POOL_DETECTED' | 'SCREENING_DETECTED' | null;
  /** Whether the authority must be notified of the case. */
  readonly isNotifiable: boolean;
}

/** The authority's policies of release by (disease, outcome, method); `*` stands for any. */
export class ReleasePolicies {
  private constructor(private readonly rows: readonly PolicyRow[]) {}

  static async load(query: Query): Promise<ReleasePolicies> {
    return new ReleasePolicies(await query<PolicyRow>('select * from results.release_policy'));
  }

  /** Decides by the most specific policy. Without a policy for the disease a result waits for a person. */
  decide(result: CanonicalResult): ReleaseDecision {
    const policy = this.#policyFor(result);
    const isDetected = result.outcome === Outcome.DETECTED;
    const reflexReason = !isDetected
      ? null
      : result.specimenKind === 'POOL'
        ? 'POOL_DETECTED'
        : result.specimenPurpose === 'SCREENING' && policy?.confirms_screening
          ? 'SCREENING_DETECTED'
          : null;
    if (reflexReason && isFinal(result.status)) {
      return {
        status: ResultStatus.PRELIMINARY,
        isReleased: false,
        hold: null,
        reflexReason,
        isNotifiable: false,
      };
    }
    const isSettled = isFinal(result.status);
    return {
      status: result.status,
      isReleased: isSettled && policy?.mode === 'AT_ONCE',
      hold: isSettled ? holdBy(policy) : null,
      reflexReason: null,
      isNotifiable: isSettled && isDetected && policy !== undefined,
    };
  }

  #policyFor({ disease, outcome, method }: CanonicalResult): PolicyRow | undefined {
    const fits = (pattern: string, value: string | null) => pattern === '*' || pattern === value;
    const weight = (row: PolicyRow) => Number(row.outcome !== '*') * 2 + Number(row.method !== '*');
    return this.rows
      .filter((row) => row.disease === disease && fits(row.outcome, outcome) && fits(row.method, method))
      .sort((a, b) => weight(b) - weight(a))[0];
  }
}

function holdBy(policy: PolicyRow | undefined): ReleaseDecision['hold'] {
  if (policy?.mode === 'AT_ONCE') return null;
  const longestHours = policy?.longest_hold_hours ?? longestHoursByDefault;
  return { mode: policy?.mode ?? 'WITHOUT_POLICY', longestHours };
}
