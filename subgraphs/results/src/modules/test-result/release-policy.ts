import type { Query } from '@ketqua/platform';
import type { CanonicalResult } from '../submission/canonical-result.js';
import { isFinal } from './status-transitions.js';
import { Outcome, ResultStatus } from './test-result.vocabulary.js';

export type ReleaseMode = 'AT_ONCE' | 'AFTER_AUTHORITY_NOTICE' | 'IN_PERSON_ONLY';

interface PolicyRow {
  readonly disease: string;
  readonly outcome: string;
  readonly method: string;
  readonly mode: ReleaseMode;
  readonly confirms_screening: boolean;
}

/** What becomes of a result when it is stored. */
export interface ReleaseDecision {
  /** The status it is stored with: a detected pool or screening test stays preliminary. */
  readonly status: ResultStatus;
  readonly isReleased: boolean;
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
      return { status: ResultStatus.PRELIMINARY, isReleased: false, reflexReason, isNotifiable: false };
    }
    const isSettled = isFinal(result.status);
    return {
      status: result.status,
      isReleased: isSettled && policy?.mode === 'AT_ONCE',
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
