import { useState } from 'react';
import { useLocation } from 'react-router';
import { useMutation, useQuery } from 'urql';
import { Problem } from '../../controls/problem.tsx';
import { StepHeading } from '../../controls/step-heading.tsx';
import { Waiting } from '../../controls/waiting.tsx';
import { type Failure, failureOf } from '../../network/failure.ts';
import {
  type LabKeyFactsFragment,
  LabKeysDocument,
  RevokeLabKeyDocument,
} from '../../schema/lab-operations.ts';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import tables from '../dense-table.module.css';
import { useLab } from '../lab-context.ts';
import { useLabWords } from '../words/lab-catalogue.ts';
import { KeysTable } from './keys-table.tsx';

/** The laboratory's keys: which there are, when each was last used, and the way to end one. */
export function KeysPage() {
  const { key } = useLocation();
  const { lab } = useLab();
  const words = useLabWords();
  const [{ data, error }, execute] = useQuery({ query: LabKeysDocument, variables: { labId: lab.id } });
  const [asked, setAsked] = useState<LabKeyFactsFragment | null>(null);
  const { revoke, revoked, failure } = useRevoking();
  return (
    <>
      <StepHeading takesFocus={key !== 'default'}>{words.keys.title}</StepHeading>
      <p>{words.keys.lead}</p>
      {revoked && (
        <p role="status" className={tables.done} data-testid="key-revoked">
          {words.keys.done(revoked)}
        </p>
      )}
      {failure && <Problem failure={failure} />}
      {error && !data && (
        <Problem failure={failureOf(error)} onRetry={() => execute({ requestPolicy: 'network-only' })} />
      )}
      {!data && !error && <Waiting lines={4} />}
      {data?.labKeys.length === 0 && <p>{words.keys.none}</p>}
      {data && data.labKeys.length > 0 && <KeysTable keys={data.labKeys} onRevoke={setAsked} />}
      <ConfirmDialog
        title={words.keys.revokeOne(asked?.label ?? '')}
        sentence={words.keys.confirm(asked?.label ?? '')}
        action={words.keys.confirmButton}
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        onConfirm={() => asked && void revoke(asked)}
      />
    </>
  );
}

function useRevoking() {
  const [, revokeLabKey] = useMutation(RevokeLabKeyDocument);
  const [revoked, setRevoked] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const revoke = async ({ id, label }: LabKeyFactsFragment) => {
    setFailure(null);
    setRevoked(null);
    const { data, error } = await revokeLabKey({ input: { id } });
    const answer = data?.revokeLabKey;
    if (answer?.__typename === 'LabKey') setRevoked(label);
    else setFailure(answer ?? (error ? failureOf(error) : { code: 'UNFORESEEN' }));
  };
  return { revoke, revoked, failure };
}
