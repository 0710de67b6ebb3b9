import { useMemo } from 'react';
import { PressButton } from '../controls/press-button.tsx';
import { StepHeading } from '../controls/step-heading.tsx';
import { useSecondsUntil } from '../controls/use-seconds-until.ts';
import { formatClock, formatDate, formatDateTime } from '../language/format-date.ts';
import { useLanguage } from '../language/language-provider.tsx';
import { serverNow } from '../network/server-clock.ts';
import type { Person, Result } from '../people/use-people.ts';
import { Correction } from '../results/correction.tsx';
import { plainOutcome } from '../results/plain-outcome.ts';
import { testName } from '../results/test-name.ts';
import { standingOf } from './pass.ts';
import { drawQr } from './qr-drawing.ts';
import { saveQrPicture } from './qr-picture.ts';
import styles from './qr-slip.module.css';
import { SaveSlip } from './save-slip.tsx';
import type { QrToken } from './use-qr-tokens.ts';
import { useWakeLock } from './use-wake-lock.ts';
import { Validity } from './validity.tsx';

/** The slip: the code as large as the screen, whose it is, until when it holds; on paper the same. */
export function QrSlip({
  person,
  result,
  token,
  checkedAt,
  onRenew,
  onBack,
}: {
  person: Pick<Person, 'displayName' | 'dateOfBirth'>;
  result: Result;
  token: QrToken;
  /** When the code was last checked with the platform, where it cannot be now. */
  checkedAt?: string;
  /** Issues another code in place of one that counts no more. */
  onRenew?(): void;
  onBack(): void;
}) {
  const { language, words } = useLanguage();
  const drawing = useMemo(() => drawQr(token.payload), [token.payload]);
  useSecondsUntil(token.expiresAt);
  useWakeLock();
  const standing = standingOf(token, serverNow());
  const isOver = standing !== 'ACTIVE';
  return (
    <article className={styles.slip}>
      <StepHeading>{words.myQr.title}</StepHeading>
      <Correction result={result} />
      {checkedAt && (
        <p className={styles.checked} data-testid="last-checked">
          {words.myQr.lastChecked(formatClock(checkedAt, language), formatDate(checkedAt.slice(0, 10)))}
        </p>
      )}
      {isOver && (
        <p className={styles.over} role="status" data-testid="qr-over" data-standing={standing}>
          {words.myQr.over[standing]}
        </p>
      )}
      <div
        className={styles.qr}
        data-testid="qr"
        data-standing={standing}
        data-payload-length={token.payload.length}
      >
        <svg viewBox={`0 0 ${drawing.size} ${drawing.size}`} role="img" shapeRendering="crispEdges">
          <title>{words.myQr.image(person.displayName)}</title>
          <path fill="#fff" d={`M0 0h${drawing.size}v${drawing.size}H0z`} />
          <path fill="#000" d={drawing.path} />
          {isOver && (
            <path
              className={styles.cross}
              d={`M4 4L${drawing.size - 4} ${drawing.size - 4}M${drawing.size - 4} 4L4 ${drawing.size - 4}`}
            />
          )}
        </svg>
      </div>
      <p className={styles.name}>{person.displayName}</p>
      {person.dateOfBirth && (
        <p className={styles.born}>{words.people.birthDateOf(formatDate(person.dateOfBirth))}</p>
      )}
      <Validity issuedAt={token.issuedAt} expiresAt={token.expiresAt} />
      <p className={styles.fact}>
        {testName(result.test, words)}: <strong>{words.results.outcome[plainOutcome(result)]}</strong>.{' '}
        {words.results.specimenCollectedAt} {formatDateTime(result.specimenCollectedAt, language)}.
      </p>
      <p className={styles.certificate}>{token.certificateId}</p>
      <div className={styles.actions}>
        {isOver && onRenew && (
          <PressButton onPress={onRenew} testId="qr-renew">
            {words.myQr.renew}
          </PressButton>
        )}
        <p>{words.myQr.brightness}</p>
        <PressButton kind="secondary" onPress={() => window.print()}>
          {words.myQr.print}
        </PressButton>
        <PressButton kind="secondary" onPress={() => void saveQrPicture(drawing)} testId="qr-image-download">
          {words.myQr.save}
        </PressButton>
        {!checkedAt && <SaveSlip resultId={result.id} tokenId={token.id} />}
        <PressButton kind="link" onPress={onBack}>
          {words.myQr.back}
        </PressButton>
      </div>
    </article>
  );
}
