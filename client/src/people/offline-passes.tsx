import { useEffect, useState } from 'react';
import { PageFrame } from '../app/page-frame.tsx';
import { PressButton } from '../controls/press-button.tsx';
import { Problem } from '../controls/problem.tsx';
import { StepHeading } from '../controls/step-heading.tsx';
import { Waiting } from '../controls/waiting.tsx';
import { formatDateTime } from '../language/format-date.ts';
import { useLanguage } from '../language/language-provider.tsx';
import { keptClock, keptPasses } from '../my-qr/kept-passes.ts';
import type { Pass } from '../my-qr/pass.ts';
import { QrSlip } from '../my-qr/qr-slip.tsx';
import type { Failure } from '../network/failure.ts';
import { rememberClock } from '../network/server-clock.ts';
import { testName } from '../results/test-name.ts';
import styles from './people.module.css';

/** What the page shows without a network: the codes that were opened on this device, each with its last check. */
export default function OfflinePasses({ failure, retry }: { failure: Failure; retry(): void }) {
  const { language, words } = useLanguage();
  const [passes, setPasses] = useState<Pass[] | null>(null);
  const [shown, setShown] = useState<Pass | null>(null);
  useEffect(() => {
    void Promise.all([keptPasses(), keptClock()]).then(([kept, clock]) => {
      if (clock) rememberClock(clock);
      setPasses(kept);
      // One code, one thing to show: at the checkpoint nobody wants to choose.
      if (kept.length === 1) setShown(kept[0]!);
    });
  }, []);
  useEffect(() => {
    window.addEventListener('online', retry);
    return () => window.removeEventListener('online', retry);
  }, [retry]);

  if (shown) {
    return (
      <PageFrame title={words.myQr.title}>
        <p role="status" data-testid="offline">
          {words.offline.notConnected}
        </p>
        <QrSlip {...shown} onBack={() => setShown(null)} />
        <PressButton kind="secondary" onPress={retry}>
          {words.tryAgain}
        </PressButton>
      </PageFrame>
    );
  }
  return (
    <PageFrame title={words.people.title}>
      <StepHeading>{words.people.title}</StepHeading>
      {passes === null && <Waiting lines={4} />}
      {passes !== null && <Problem failure={failure} onRetry={retry} />}
      {passes !== null && passes.length > 0 && (
        <section className={styles.person} aria-labelledby="kept-codes" data-testid="kept-passes">
          <h2 id="kept-codes">{words.offline.kept}</h2>
          <ul className={styles.results}>
            {passes.map((pass) => (
              <li key={pass.token.id}>
                <p>
                  {pass.person.displayName} · {testName(pass.result.test, words)} ·{' '}
                  {formatDateTime(pass.result.specimenCollectedAt, language)}
                </p>
                <PressButton kind="secondary" onPress={() => setShown(pass)} testId="open-kept">
                  {words.results.openQr}
                </PressButton>
              </li>
            ))}
          </ul>
        </section>
      )}
    </PageFrame>
  );
}
