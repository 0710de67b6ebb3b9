import { type FormEvent, useState } from 'react';
import { useClient } from 'urql';
import { PressButton } from '../../controls/press-button.tsx';
import { Problem } from '../../controls/problem.tsx';
import { TextEntry } from '../../controls/text-entry.tsx';
import { type Failure, failureOf } from '../../network/failure.ts';
import { AuditChainDocument } from '../../schema/authority-operations.ts';
import styles from '../rules/rules.module.css';
import audit from './audit.module.css';
import { useAuditWords } from './words/audit-catalogue.ts';

/** Asks whether the log still holds the entry whose hash somebody wrote down. */
export function KeptHash() {
  const client = useClient();
  const words = useAuditWords();
  const [typed, setTyped] = useState('');
  const [isWrong, setIsWrong] = useState(false);
  const [hasHead, setHasHead] = useState<boolean | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const check = async (event: FormEvent) => {
    event.preventDefault();
    const head = typed.trim().toLowerCase();
    const isHash = /^[0-9a-f]{64}$/.test(head);
    setIsWrong(!isHash);
    setHasHead(null);
    setFailure(null);
    if (!isHash) return;
    const { data, error } = await client
      .query(AuditChainDocument, { head }, { requestPolicy: 'network-only' })
      .toPromise();
    if (data) setHasHead(data.auditChain.hasHead);
    else setFailure(error ? failureOf(error) : { code: 'UNFORESEEN' });
  };
  return (
    <form onSubmit={(event) => void check(event)} noValidate>
      <TextEntry
        label={words.kept}
        hint={words.keptHint}
        error={isWrong ? words.keptWrong : undefined}
        value={typed}
        onChange={setTyped}
        autoComplete="off"
        maxLength={70}
        testId="kept-hash"
      />
      <p role="status" data-testid="has-hash" data-has={hasHead ?? ''}>
        {hasHead !== null && (
          <strong className={hasHead ? styles.done : audit.broken}>
            {hasHead ? words.has : words.hasNot}
          </strong>
        )}
      </p>
      {failure && <Problem failure={failure} />}
      <PressButton type="submit" kind="secondary" testId="check-hash">
        {words.check}
      </PressButton>
    </form>
  );
}
