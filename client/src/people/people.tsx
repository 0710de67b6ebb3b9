import { useState } from 'react';
import { LiveState } from '../controls/live-state.tsx';
import { Problem } from '../controls/problem.tsx';
import { StepHeading } from '../controls/step-heading.tsx';
import { Waiting } from '../controls/waiting.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import { MyQr } from '../my-qr/my-qr.tsx';
import { useQrTokens } from '../my-qr/use-qr-tokens.ts';
import type { Viewer } from '../session/viewer-gate.tsx';
import styles from './people.module.css';
import { PersonSection } from './person-section.tsx';
import { UnlistedPerson } from './unlisted-person.tsx';
import { usePeople } from './use-people.ts';

/** The people on this phone with their results, or the QR code of one of those. */
export function People({ viewer, eventCursor }: { viewer: Viewer; eventCursor: string }) {
  const { words } = useLanguage();
  const { people, failure, arrived, arrivals, reload } = usePeople(eventCursor);
  const tokens = useQrTokens();
  const [shown, setShown] = useState<{ personId: string; resultId: string } | null>(null);
  const [hasShown, setHasShown] = useState(false);

  const person = people?.find(({ id }) => id === shown?.personId);
  const result = person?.results.edges.find(({ node }) => node.id === shown?.resultId)?.node;
  if (person && result) {
    return (
      <MyQr viewer={viewer} person={person} result={result} tokens={tokens} onBack={() => setShown(null)} />
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
      {people?.every(({ isClaimed }) => isClaimed) && <UnlistedPerson onClaimed={reload} />}
    </>
  );
}
