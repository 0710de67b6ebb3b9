import { useMemo } from 'react';
import { PressButton } from '../controls/press-button.tsx';
import { StepHeading } from '../controls/step-heading.tsx';
import { formatDate, formatDateTime } from '../language/format-date.ts';
import { useLanguage } from '../language/language-provider.tsx';
import type { Person, Result } from '../people/use-people.ts';
import { Correction } from '../results/correction.tsx';
import { plainOutcome } from '../results/plain-outcome.ts';
import { testName } from '../results/test-name.ts';
import { drawQr } from './qr-drawing.ts';
import { saveQrPicture } from './qr-picture.ts';
import styles from './qr-slip.module.css';
import type { QrToken } from './use-qr-tokens.ts';
import { Validity } from './validity.tsx';

/** The slip: the code as large as the screen, whose it is, until when it holds; on paper the same. */
export function QrSlip({
  person,
  result,
  token,
  onBack,
}: {
  person: Person;
  result: Result;
  token: QrToken;
  onBack(): void;
}) {
  const { language, words } = useLanguage();
  const drawing = useMemo(() => drawQr(token.payload), [token.payload]);
  return (
    <article className={styles.slip}>
      <StepHeading>{words.myQr.title}</StepHeading>
      <Correction result={result} />
      <div className={styles.qr} data-testid="qr" data-payload-length={token.payload.length}>
        <svg viewBox={`0 0 ${drawing.size} ${drawing.size}`} role="img" shapeRendering="crispEdges">
          <title>{words.myQr.image(person.displayName)}</title>
          <path fill="#fff" d={`M0 0h${drawing.size}v${drawing.size}H0z`} />
          <path fill="#000" d={drawing.path} />
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
        <p>{words.myQr.brightness}</p>
        <PressButton kind="secondary" onPress={() => window.print()}>
          {words.myQr.print}
        </PressButton>
        <PressButton kind="secondary" onPress={() => void saveQrPicture(drawing)} testId="qr-image-download">
          {words.myQr.save}
        </PressButton>
        <PressButton kind="link" onPress={onBack}>
          {words.myQr.back}
        </PressButton>
      </div>
    </article>
  );
}
