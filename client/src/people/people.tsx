import { lazy, Suspense, useEffect, useState } from 'react';
import { FailureBoundary } from '../controls/failure-boundary.tsx';
import { LiveState } from '../controls/live-state.tsx';
import { Problem } from '../controls/problem.tsx';
import { StepHeading } from '../controls/step-heading.tsx';
import { Waiting } from '../controls/waiting.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import { useQrTokens } from '../my-qr/use-qr-tokens.ts';
import type { Viewer } from '../session/viewer-gate.tsx';
import { CodeFromDesk } from './code-from-desk.tsx';
import styles from './people.module.css';
import { PersonSection } from './person-section.tsx';
import { UnlistedPerson } from './unlisted-person.tsx';
import { usePeople } from './use-people.ts';

const PushOffer = lazy(() => import('../account/push-offer.tsx'));
const loadMyQr = () => import('../my-qr/my-qr.tsx');
const MyQr = lazy(loadMyQr);

/** The people on this phone with their results, or the QR code of one of those. */
export function People({ viewer, eventCursor }: { viewer: Viewer; eventCursor: string }) {
  const { words } = useLanguage();
  const { people, failure, arrived, arrivals, reload } = usePeople(viewer.id, eventCursor);
  const tokens = useQrTokens();
  const [shown, setShown] = useState<{ personId: string; resultId: string } | null>(null);
  const [hasShown, setHasShown] = useState(false);

  // Drawn with the results, and needed with the next touch.
  const hasPeople = people !== null;
  useEffect(() => {
    if (hasPeople) void loadMyQr().catch(() => undefined);
  }, [hasPeople]);

  const person = people?.find(({ id }) => id === shown?.personId);
  const result = person?.results.edges.find(({ node }) => node.id === shown?.resultId)?.node;
  if (person && result) {
    return (
      <FailureBoundary>
        <Suspense fallback={<Waiting lines={6} />}>
          <MyQr
            viewer={viewer}
            person={person}
            result={result}
            tokens={tokens}
            onBack={() => setShown(null)}
          />
        </Suspense>
      </FailureBoundary>
    );
  }
  return (
    <>
      <div className={styles.heading}>
        <StepHeading takesFocus={hasShown}>{words.people.title}</StepHeading>
        <LiveState />
      </div>
      <p className={styles.announcement} role="status">
        {arrivals > 0 && <span key={arrivals}>{words.people.changed}</span>}
      </p>
      {failure && <Problem failure={failure} onRetry={reload} />}
      {people === null && !failure && <Waiting lines={5} />}
      {people?.length === 0 && (
        <>
          <p>
            <strong>{words.people.none}</strong>
          </p>
          <p>{words.people.noneNext}</p>
        </>
      )}
      {people?.map((each) => (
        <PersonSection
          key={each.id}
          person={each}
          arrived={arrived}
          onClaimed={reload}
          onOpenQr={(resultId) => {
            setShown({ personId: each.id, resultId });
            setHasShown(true);
          }}
        />
      ))}
      {people?.some(({ isClaimed, results }) => isClaimed && results.edges.length > 0) && (
        <Suspense>
          <FailureBoundary isExtra>
            <PushOffer />
          </FailureBoundary>
        </Suspense>
      )}
      {people?.every(({ isClaimed }) => isClaimed) && <UnlistedPerson onClaimed={reload} />}
      {people !== null && <CodeFromDesk onClaimed={reload} />}
    </>
  );
}
