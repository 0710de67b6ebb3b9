import { useEffect, useState } from 'react';
import { useClient } from 'urql';
import { useLanguage } from '../../../language/language-provider.tsx';
import { type Failure, failureOf } from '../../../network/failure.ts';
import { serverNow } from '../../../network/server-clock.ts';
import {
  type RuleProblemFactsFragment,
  type TriedSampleFactsFragment,
  TryRulesDocument,
} from '../../../schema/authority-operations.ts';
import { beginningOf, rulesIn } from './dcc-rule.ts';

/** What became of trying rules. */
export type Trial =
  | { kind: 'incomplete' }
  | { kind: 'waiting' }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'refused'; problems: readonly RuleProblemFactsFragment[] }
  | { kind: 'tried'; rules: string; at: string | null; samples: readonly TriedSampleFactsFragment[] };

/** Long enough that not every key is sent. */
const pause = 250;

/**
 * Tries rules on the samples whenever they change; what was tried before stays until the next answer is there.
 * @param rules JSON; null while they cannot be written
 * @param code of the set that they are to replace; null for a new one
 */
export function useTrial(rules: string | null, code: string | null): { trial: Trial; again(): void } {
  const client = useClient();
  const { language } = useLanguage();
  const [trial, setTrial] = useState<Trial>({ kind: 'waiting' });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: samples are told in the language of the page, and tried again on request.
  useEffect(() => {
    if (rules === null) return setTrial({ kind: 'incomplete' });
    let isCurrent = true;
    const at = beginningOf(rulesIn(rules) ?? [], serverNow());
    const ask = async () => {
      const { data, error } = await client
        .query(TryRulesDocument, { rules, code, at }, { requestPolicy: 'network-only' })
        .toPromise();
      if (!isCurrent) return;
      const answer = data?.tryRules;
      if (answer?.__typename === 'RuleTrial') setTrial({ kind: 'tried', rules, at, samples: answer.samples });
      else if (answer) setTrial({ kind: 'refused', problems: answer.problems });
      else setTrial({ kind: 'failed', failure: error ? failureOf(error) : { code: 'UNFORESEEN' } });
    };
    const timer = setTimeout(() => void ask(), pause);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, rules, code, language, attempt]);
  return { trial, again: () => setAttempt((previous) => previous + 1) };
}
