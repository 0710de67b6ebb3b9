import { useEffect, useEffectEvent, useRef } from 'react';
import { PressButton } from '../../controls/press-button.tsx';
import { useSecondsUntil } from '../../controls/use-seconds-until.ts';
import { formatDate, formatDateTime } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { testName } from '../../results/test-name.ts';
import type { FoundHere } from '../scanner/offline-verification.ts';
import type { Verification } from '../scanner/use-verification.ts';
import { useOfficerWords } from '../words/officer-catalogue.ts';
import { CheckList } from './check-list.tsx';
import type { Comparison } from './id-card.ts';
import { verdictReason } from './verdict-reason.ts';
import styles from './verdict-screen.module.css';
import { VerdictShape } from './verdict-shape.tsx';

/** The verdict, filling the screen: colour, shape, word, reason; whom to compare; each check. Clears itself. */
export function VerdictScreen({
  verification,
  here,
  clearsAt,
  card,
  onCard,
  onClear,
}: {
  verification: Verification;
  /** By what this phone judged by itself; null where the platform did. */
  here: FoundHere | null;
  clearsAt: string;
  /** What comparing an ID card showed; `none` where something else was scanned. */
  card: Comparison | 'none' | null;
  onCard: (() => void) | undefined;
  onClear(): void;
}) {
  const { language, words } = useLanguage();
  const officer = useOfficerWords();
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
      {here && (
        <p data-testid="checked-here">
          {officer.checkedHere(formatDateTime(here.asOf, language))}
          {here.freshness !== 'FRESH' && <strong> {officer.freshness[here.freshness]}</strong>}
        </p>
      )}
      {card && <CardResult card={card} />}
      {holder && (
        <div className={styles.holder}>
          <p className={styles.compare}>{words.verify.comparePhotoId}</p>
          <p className={styles.name}>{holder.displayName}</p>
          {holder.dateOfBirth && (
            <p className={styles.born}>
              {words.verify.birthDate}: <strong>{formatDate(holder.dateOfBirth)}</strong>
            </p>
          )}
          {onCard && (
            <PressButton kind="secondary" testId="scan-card" onPress={onCard}>
              {officer.card.scan}
            </PressButton>
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

function CardResult({ card }: { card: Comparison | 'none' }) {
  const { card: words } = useOfficerWords();
  const isSame = card !== 'none' && card.isSameName && card.isSameBirth;
  return (
    <div className={styles.holder} role="status" data-testid="card-result" data-same={isSame}>
      {card === 'none' ? (
        <p>{words.none}</p>
      ) : (
        <p>
          <strong>
            {isSame && words.same} {!card.isSameName && words.otherName}{' '}
            {!card.isSameBirth && words.otherBirth}
          </strong>
        </p>
      )}
      <p>{words.notKept}</p>
    </div>
  );
}
