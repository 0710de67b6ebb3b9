import { useQuery } from 'urql';
import { Problem } from '../controls/problem.tsx';
import { Waiting } from '../controls/waiting.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import { failureOf } from '../network/failure.ts';
import { RecordAccountDocument } from '../schema/rights-operations.ts';
import { accountLines } from './account-lines.ts';
import styles from './rights.module.css';

/** What is held of the account itself. */
export function AccountHeld() {
  const { language } = useLanguage();
  const [{ data, error }, execute] = useQuery({ query: RecordAccountDocument });
  const account = data?.me?.citizen?.account;
  if (error && !data) {
    return <Problem failure={failureOf(error)} onRetry={() => execute({ requestPolicy: 'network-only' })} />;
  }
  if (!account) return <Waiting lines={4} />;
  return (
    <ul className={styles.facts} data-testid="account-held">
      {accountLines(account, language).map((line, position) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two devices may read alike, and the lines never move.
        <li key={position}>{line}</li>
      ))}
    </ul>
  );
}
