import { useState } from 'react';
import { type Failure, failureOf } from '../../network/failure.ts';
import type { SigningKeyFactsFragment } from '../../schema/authority-operations.ts';

/** What a change of keys is answered with. */
type Answer =
  | SigningKeyFactsFragment
  | { __typename: 'StepUpRequiredError'; code: string; message: string }
  | { __typename: 'InvalidKeyChangeError' | 'NotFoundError'; code: string; message: string };

interface Answered {
  answer: Answer | undefined;
  error?: Parameters<typeof failureOf>[0];
}

/** Changes a key, and says what stands in the way: a fresh code, or a failure. */
export function useKeyChange(
  change: () => Promise<Answered>,
  onDone: (key: SigningKeyFactsFragment) => void,
) {
  const [isBusy, setIsBusy] = useState(false);
  const [needsCode, setNeedsCode] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const send = async () => {
    if (isBusy) return;
    setIsBusy(true);
    setNeedsCode(false);
    setFailure(null);
    const { answer, error } = await change();
    setIsBusy(false);
    if (answer?.__typename === 'SigningKey') onDone(answer);
    else if (answer?.__typename === 'StepUpRequiredError') setNeedsCode(true);
    else setFailure(answer ?? (error ? failureOf(error) : { code: 'UNFORESEEN' }));
  };
  return { send, isBusy, needsCode, failure };
}
