import { formatDateTime } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { useOfficerWords } from '../words/officer-catalogue.ts';
import styles from './desk-state.module.css';

/** What a desk is drawn with: whether there is a network, how old what it checks by is, and what waits. */
export function DeskState({
  isOnline,
  asOf,
  waiting,
}: {
  isOnline: boolean;
  asOf: string | null;
  waiting: number;
}) {
  const { language } = useLanguage();
  const officer = useOfficerWords();
  return (
    <div className={styles.state} role="status" data-testid="desk-state" data-online={isOnline}>
      {!isOnline && <p>{officer.noNetwork}</p>}
      <p>{asOf ? officer.dataAsOf(formatDateTime(asOf, language)) : officer.noData}</p>
      {waiting > 0 && <p data-testid="queue-waiting">{officer.waiting(waiting)}</p>}
    </div>
  );
}
