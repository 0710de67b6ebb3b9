import { useLocation } from 'react-router';
import { useQuery } from 'urql';
import { Problem } from '../../controls/problem.tsx';
import { StepHeading } from '../../controls/step-heading.tsx';
import { Waiting } from '../../controls/waiting.tsx';
import { failureOf } from '../../network/failure.ts';
import { AuditChainDocument } from '../../schema/authority-operations.ts';
import styles from '../rules/rules.module.css';
import audit from './audit.module.css';
import { Entries } from './entries.tsx';
import { KeptHash } from './kept-hash.tsx';
import { useAuditWords } from './words/audit-catalogue.ts';

/** The audit log: whether it is whole, the hash to write down, and its entries. */
export function AuditPage() {
  const { key } = useLocation();
  const words = useAuditWords();
  const [{ data, error }, execute] = useQuery({
    query: AuditChainDocument,
    variables: { head: null },
    requestPolicy: 'network-only',
  });
  const chain = data?.auditChain;
  return (
    <>
      <StepHeading takesFocus={key !== 'default'}>{words.title}</StepHeading>
      <p>{words.lead}</p>
      {error && !data && <Problem failure={failureOf(error)} onRetry={() => execute()} />}
      {!chain && !error && <Waiting lines={4} />}
      {chain && (
        <>
          {chain.brokenAt === null ? (
            <p className={styles.done} data-testid="chain" data-whole="true">
              <strong>{words.whole(chain.entries)}</strong>
            </p>
          ) : (
            <div className={audit.broken} role="alert" data-testid="chain" data-whole="false">
              <p>
                <strong>{words.broken(chain.brokenAt)}</strong>
              </p>
              <p>{words.brokenNext}</p>
            </div>
          )}
          <h2>{words.head}</h2>
          <p className={audit.hash} data-testid="head-hash">
            {chain.head}
          </p>
          <p>{words.headHint}</p>
          <KeptHash />
          <Entries whole={chain.entries} />
        </>
      )}
    </>
  );
}
