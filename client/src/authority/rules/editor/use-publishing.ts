import { useState } from 'react';
import { useMutation } from 'urql';
import { type Failure, failureOf } from '../../../network/failure.ts';
import {
  PublishRulesDocument,
  type PublishRulesInput,
  type RuleProblemFactsFragment,
} from '../../../schema/authority-operations.ts';
import type { Published } from './published-step.tsx';

/** Publishes rules, and says what stands in the way: a fresh code, rules that are refused, a failure. */
export function usePublishing(onPublished: (published: Published) => void) {
  const [{ fetching }, publishRules] = useMutation(PublishRulesDocument);
  const [needsCode, setNeedsCode] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [problems, setProblems] = useState<readonly RuleProblemFactsFragment[]>([]);
  const publish = async (input: PublishRulesInput) => {
    setNeedsCode(false);
    setFailure(null);
    setProblems([]);
    const { data, error } = await publishRules({ input });
    const answer = data?.publishRules;
    if (answer?.__typename === 'RuleSet') {
      const { code, versions } = answer;
      const [newest] = versions;
      if (newest) onPublished({ code, ...newest });
    } else if (answer?.__typename === 'StepUpRequiredError') setNeedsCode(true);
    else {
      setFailure(answer ?? (error ? failureOf(error) : { code: 'UNFORESEEN' }));
      if (answer) setProblems(answer.problems);
    }
  };
  return { publish, isBusy: fetching, needsCode, giveUp: () => setNeedsCode(false), failure, problems };
}
