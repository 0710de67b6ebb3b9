import type { ResultFactsFragment } from '../schema/operations.ts';

/** The outcome that a result may have. */
type Outcome = NonNullable<ResultFactsFragment['outcome']>;

/** What a result's last correction changed: when, why, and the outcome before where it was another. */
export interface Change {
  changedAt: string;
  reason: string | null;
  before: Outcome | null;
}

/** The last correction of a result, or null if it stands as it first was final. */
export function latestChange({
  status,
  history,
}: Pick<ResultFactsFragment, 'status' | 'history'>): Change | null {
  if (status !== 'CORRECTED' && status !== 'AMENDED') return null;
  const [latest, previous] = [...history].sort((one, other) => other.version - one.version);
  if (latest === undefined) return null;
  const before = previous?.outcome ?? null;
  return {
    changedAt: latest.changedAt,
    reason: latest.reason,
    before: before === latest.outcome ? null : before,
  };
}
