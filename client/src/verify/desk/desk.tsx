import { useEffect, useState } from 'react';
import { AccountTools } from '../../app/account-tools.tsx';
import { PageFrame } from '../../app/page-frame.tsx';
import { PressButton } from '../../controls/press-button.tsx';
import { StepHeading } from '../../controls/step-heading.tsx';
import { formatDateTime } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { serverNow } from '../../network/server-clock.ts';
import { CheckpointChooser } from '../checkpoint/checkpoint-chooser.tsx';
import { Feed } from '../feed/feed.tsx';
import { useQueue } from '../queue/use-queue.ts';
import { Scanner } from '../scanner/scanner.tsx';
import styles from '../verify-page.module.css';
import { useOfficerWords } from '../words/officer-catalogue.ts';
import { DeskState } from './desk-state.tsx';
import type { KeptCheckpoint } from './officer-store.ts';
import { useTrustBundle } from './use-trust-bundle.ts';

/** Stands for every checkpoint of the officer at once: to watch, not to scan. */
const everywhere = 'everywhere';

/** An officer's desk, with a network (`eventCursor`) or without one (null): the same in both. */
export function Desk({
  checkpoints,
  eventCursor,
  onRefresh,
}: {
  checkpoints: KeptCheckpoint[];
  eventCursor: string | null;
  onRefresh(): void;
}) {
  const { words } = useLanguage();
  const officer = useOfficerWords();
  const [chosenId, setChosenId] = useState(checkpoints.length === 1 ? checkpoints[0]?.id : undefined);
  const asOf = useTrustBundle();
  const queue = useQueue(eventCursor !== null);
  const chosen = checkpoints.find(({ id }) => id === chosenId);
  const account = eventCursor === null ? undefined : <AccountTools />;
  const change = checkpoints.length > 1 ? () => setChosenId(undefined) : undefined;
  const state = <DeskState isOnline={eventCursor !== null} asOf={asOf} waiting={queue.waiting} />;
  if (chosenId === everywhere && eventCursor !== null) {
    return (
      <PageFrame title={officer.allPlaces} account={account} theme="dark">
        {change && (
          <PressButton kind="link" onPress={change}>
            {words.verify.changeCheckpoint}
          </PressButton>
        )}
        <Feed checkpoints={checkpoints} eventCursor={eventCursor} />
      </PageFrame>
    );
  }
  if (chosen === undefined) {
    return (
      <PageFrame title={words.verify.chooseCheckpoint} account={account}>
        {state}
        <CheckpointChooser checkpoints={checkpoints} onChoose={setChosenId} />
        {checkpoints.length > 1 && eventCursor !== null && (
          <PressButton kind="link" testId="all-places" onPress={() => setChosenId(everywhere)}>
            {officer.allPlaces}
          </PressButton>
        )}
      </PageFrame>
    );
  }
  if (!isOnDuty(chosen)) {
    return (
      <PageFrame title={words.verify.title} account={account}>
        <OffDuty checkpoint={chosen} onBegin={onRefresh} />
        {change && (
          <PressButton kind="link" onPress={change}>
            {words.verify.changeCheckpoint}
          </PressButton>
        )}
      </PageFrame>
    );
  }
  return (
    <PageFrame title={words.verify.title} account={account} width="wide" theme="dark">
      <div className={styles.shift}>
        <div className={styles.scan}>
          <Scanner checkpoint={chosen} onChangeCheckpoint={change} onQueued={queue.refresh}>
            {state}
          </Scanner>
        </div>
        {eventCursor !== null && (
          <aside className={styles.feed} aria-label={words.verify.feed}>
            <Feed key={chosen.id} checkpoints={[chosen]} eventCursor={eventCursor} />
          </aside>
        )}
      </div>
    </PageFrame>
  );
}

/** Whoever takes over comes a little early, and the one before does not leave the queue: as the platform judges. */
const grace = 15 * 60_000;

function isOnDuty({ isOnDuty: wasOnDuty, shiftEndsAt, nextShiftAt }: KeptCheckpoint): boolean {
  const now = serverNow();
  if (nextShiftAt && now >= Date.parse(nextShiftAt) - grace) return true;
  if (wasOnDuty === false) return false;
  return shiftEndsAt === null || now <= Date.parse(shiftEndsAt) + grace;
}

const lookAgainAfter = 30_000;

function OffDuty({ checkpoint, onBegin }: { checkpoint: KeptCheckpoint; onBegin(): void }) {
  const { language } = useLanguage();
  const officer = useOfficerWords();
  useEffect(() => {
    const timer = setInterval(onBegin, lookAgainAfter);
    return () => clearInterval(timer);
  }, [onBegin]);
  const { name, nextShiftAt } = checkpoint;
  return (
    <div data-testid="off-duty">
      <StepHeading>{officer.offDuty}</StepHeading>
      <p>
        <strong>{name}</strong>
      </p>
      <p>{nextShiftAt ? officer.offDutyNext(formatDateTime(nextShiftAt, language)) : officer.offDutyAsk}</p>
    </div>
  );
}
