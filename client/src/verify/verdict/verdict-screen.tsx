import { useEffect, useEffectEvent, useRef } from 'react';
import { PressButton } from '../../controls/press-button.tsx';
import { useSecondsUntil } from '../../controls/use-seconds-until.ts';
import { formatDate, formatDateTime } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { testName } from '../../results/test-name.ts';
import type { Verification } from '../scanner/use-verification.ts';
import { CheckList } from './check-list.tsx';
import { verdictReason } from './verdict-reason.ts';
import styles from './verdict-screen.module.css';
import { VerdictShape } from './verdict-shape.tsx';

/** The verdict, filling the screen: colour, shape, word, reason; whom to compare; each check. Clears itself. */
export function VerdictScreen({
  verification,
  clearsAt,
  onClear,
}: {
  verification: Verification;
  clearsAt: string;
  onClear(): void;
}) {
  const { language, words } = useLanguage();
  const { verdict, holder, test, outcome } = verification;
  const left = useSecondsUntil(clearsAt);
  const clear = useEffectEvent(onClear);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  useEffect(() => {
    if (left === 0) clear();
  }, [left]);

  return (
    <section className={styles.screen} data-testid="verdict" data-verdict={verdict} aria-live="assertive">
      <div className={styles.banner}>
        <VerdictShape verdict={verdict} className={styles.shape} />
        <h1 ref={heading} tabIndex={-1} className={styles.word}>
          {words.verify.verdict[verdict]}
        </h1>
      </div>
      <p className={styles.reason}>{words.verify.reason[verdictReason(verification)]}</p>
      {holder && (
        <div className={styles.holder}>
          <p className={styles.compare}>{words.verify.comparePhotoId}</p>
          <p className={styles.name}>{holder.displayName}</p>
          {holder.dateOfBirth && (
            <p className={styles.born}>
              {words.verify.birthDate}: <strong>{formatDate(holder.dateOfBirth)}</strong>
            </p>
          )}
        </div>
      )}
      <dl className={styles.facts}>
        {test && (
          <>
            <dt>{words.verify.test}</dt>
            <dd>{testName(test, words)}</dd>
          </>
        )}
        {outcome && (
          <>
            <dt>{words.verify.outcome}</dt>
            <dd>{words.results.outcome[outcome]}</dd>
          </>
        )}
        {test && (
          <>
            <dt>{words.verify.specimenCollectedAt}</dt>
            <dd>{formatDateTime(test.specimenCollectedAt, language)}</dd>
          </>
        )}
        <dt>{words.verify.verifiedAt}</dt>
        <dd>{formatDateTime(verification.verifiedAt, language)}</dd>
      </dl>
      <CheckList verification={verification} />
      <div className={styles.next}>
        <PressButton onPress={onClear}>{words.verify.next}</PressButton>
        <span aria-live="off">{words.verify.clearsIn(left)}</span>
      </div>
    </section>
  );
}
