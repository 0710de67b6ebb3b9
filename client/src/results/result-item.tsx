import { PressButton } from '../controls/press-button.tsx';
import { formatDateTime } from '../language/format-date.ts';
import { useLanguage } from '../language/language-provider.tsx';
import type { ResultFactsFragment } from '../schema/operations.ts';
import { Correction } from './correction.tsx';
import { Doubt } from './doubt.tsx';
import { latestChange } from './latest-change.ts';
import { plainOutcome } from './plain-outcome.ts';
import styles from './result-item.module.css';
import { plainTestName } from './test-name.ts';

/** One result in plain words: the outcome, what it means, who found it and when. */
export function ResultItem({
  result,
  isNew,
  onOpenQr,
}: {
  result: ResultFactsFragment;
  isNew: boolean;
  onOpenQr(): void;
}) {
  const { language, words } = useLanguage();
  const outcome = plainOutcome(result);
  const arrival = latestChange(result) ? words.results.isCorrected : words.results.isNew;
  const isCertifiable = outcome === 'DETECTED' || outcome === 'NOT_DETECTED';
  return (
    <li className={styles.result} data-testid="result" data-outcome={outcome} data-new={isNew}>
      <p className={styles.test}>
        {result.disease.name} · {plainTestName(result.test, words)}
        {isNew && <strong className={styles.badge}>{arrival}</strong>}
      </p>
      <h3 className={styles.outcome}>{words.results.outcome[outcome]}</h3>
      <p className={styles.meaning}>{words.results.meaning[outcome]}</p>
      <Correction result={result} />
      <dl className={styles.facts}>
        <dt>{words.results.laboratory}</dt>
        <dd>{result.lab?.name ?? words.unknownValue}</dd>
        <dt>{words.results.specimenCollectedAt}</dt>
        <dd>
          <time dateTime={result.specimenCollectedAt}>
            {formatDateTime(result.specimenCollectedAt, language)}
          </time>
        </dd>
        <dt>{words.results.resultedAt}</dt>
        <dd>
          {result.resultedAt ? (
            <time dateTime={result.resultedAt}>{formatDateTime(result.resultedAt, language)}</time>
          ) : (
            words.unknownValue
          )}
        </dd>
      </dl>
      {isCertifiable && (
        <PressButton kind="secondary" onPress={onOpenQr} testId="open-qr">
          {words.results.openQr}
        </PressButton>
      )}
      <Doubt result={result} canDispute={outcome !== 'CANCELLED'} />
    </li>
  );
}
