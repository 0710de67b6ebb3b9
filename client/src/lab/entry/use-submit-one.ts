import { useState } from 'react';
import { useMutation } from 'urql';
import { type Failure, failureOf } from '../../network/failure.ts';
import {
  SubmitOneResultDocument,
  type SubmitOneResultMutation,
  type TestResultInput,
} from '../../schema/lab-operations.ts';
import { useLab } from '../lab-context.ts';
import { contentHash } from '../sending/content-hash.ts';
import { useSending } from '../sending/sending-provider.tsx';

type Receipt = Extract<SubmitOneResultMutation['submitResults'], { __typename: 'SubmissionReceipt' }>;

/** What became of the one row. */
export type OneRow = Receipt['rows'][number];

/** Sends one result; the same one twice is one submission. */
export function useSubmitOne() {
  const { keys } = useSending();
  const { reload } = useLab();
  const [{ fetching }, submitResults] = useMutation(SubmitOneResultDocument);
  const [failure, setFailure] = useState<Failure | null>(null);
  const submit = async (result: TestResultInput): Promise<OneRow | null> => {
    setFailure(null);
    const idempotencyKey = keys.keyFor(await contentHash(['submitResults', result]));
    const { data, error } = await submitResults({ input: { idempotencyKey, results: [result] } });
    const answer = data?.submitResults;
    if (answer?.__typename === 'SubmissionReceipt') {
      reload();
      return answer.rows[0] ?? null;
    }
    setFailure(answer ?? (error ? failureOf(error) : { code: 'UNFORESEEN' }));
    return null;
  };
  return { submit, isSubmitting: fetching, failure };
}
