import { useQuery } from 'urql';
import type { Language } from '../../language/catalogue.ts';
import { type Failure, failureOf } from '../../network/failure.ts';
import { type RuleSetFactsFragment, RuleSetsDocument } from '../../schema/authority-operations.ts';

/** A set of rules with its versions, the newest first, and the checkpoints that go by it. */
export type RuleSet = RuleSetFactsFragment;

/** Every set of rules; null until they are there. */
export function useRuleSets(): { sets: readonly RuleSet[] | null; failure: Failure | null; retry(): void } {
  const [{ data, error }, execute] = useQuery({ query: RuleSetsDocument });
  return {
    sets: data?.ruleSets ?? null,
    failure: error && !data ? failureOf(error) : null,
    retry: () => execute({ requestPolicy: 'network-only' }),
  };
}

/** The name of a set in the language of the page. */
export function nameOf({ nameVi, nameEn }: RuleSet, language: Language): string {
  return language === 'vi' ? nameVi : nameEn;
}

/** The versions that are to take effect later, the next one first. */
export function versionsToCome({ versions }: RuleSet): RuleSet['versions'] {
  // The newest of those in effect counts: whatever is newer than it is still to come.
  const inForce = versions.findIndex(({ isInForce }) => isInForce);
  return versions.slice(0, inForce === -1 ? versions.length : inForce).reverse();
}
