import { formatDate, formatDateTime } from '../language/format-date.ts';
import { useLanguage } from '../language/language-provider.tsx';
import { plainOutcome } from '../results/plain-outcome.ts';
import { plainTestName } from '../results/test-name.ts';
import type { RecordResultFactsFragment } from '../schema/rights-operations.ts';
import styles from './rights.module.css';
import { useRightsWords } from './words/rights-catalogue.ts';

/** One result with what the law asks to be said of it. */
export function HeldResult({ held }: { held: RecordResultFactsFragment }) {
  const { language, words: app } = useLanguage();
  const words = useRightsWords().held;
  const { result, reportedPatient: patient } = held;
  return (
    <>
      <p className={styles.line}>
        {result.disease.name}, {plainTestName(result.test, app)}: {app.results.outcome[plainOutcome(result)]}
      </p>
      <ul className={styles.facts}>
        <li>
          {result.lab?.name ?? app.unknownValue}, {formatDateTime(result.specimenCollectedAt, language)}
        </li>
        {patient && <li>{words.reported(patient.fullName, formatDate(patient.dateOfBirth))}</li>}
        {patient?.maskedPhone && <li>{words.phone(patient.maskedPhone)}</li>}
        <li>
          {words.versions(String(result.history.length))} ·{' '}
          {words.certificates(String(result.qrTokens.length))}
        </li>
        <li>{words.basisOf[held.legalBasis]}</li>
        <li>{words.kept(words.classOf[held.retentionClass], formatDate(held.keptUntil))}</li>
        {held.isOnLegalHold && <li>{words.onHold}</li>}
      </ul>
    </>
  );
}
