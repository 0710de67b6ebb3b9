import { useState } from 'react';
import { AccountTools } from '../app/account-tools.tsx';
import { PageFrame } from '../app/page-frame.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import { type Viewer, ViewerGate } from '../session/viewer-gate.tsx';
import { CheckpointChooser } from './checkpoint/checkpoint-chooser.tsx';
import { Feed } from './feed/feed.tsx';
import { Scanner } from './scanner/scanner.tsx';
import styles from './verify-page.module.css';

/** The officer's door: sign in, choose the checkpoint, scan, and watch its feed. */
export default function VerifyPage() {
  return (
    <ViewerGate door="officer">
      {(viewer, eventCursor) => <Checkpoints viewer={viewer} eventCursor={eventCursor} />}
    </ViewerGate>
  );
}

function Checkpoints({ viewer, eventCursor }: { viewer: Viewer; eventCursor: string }) {
  const { words } = useLanguage();
  const { checkpoints } = viewer;
  const [chosenId, setChosenId] = useState(checkpoints.length === 1 ? checkpoints[0]?.id : undefined);
  const chosen = checkpoints.find(({ id }) => id === chosenId);
  if (chosen === undefined) {
    return (
      <PageFrame title={words.verify.chooseCheckpoint} account={<AccountTools />}>
        <CheckpointChooser checkpoints={checkpoints} onChoose={setChosenId} />
      </PageFrame>
    );
  }
  return (
    <PageFrame title={words.verify.title} account={<AccountTools />} width="wide" theme="dark">
      <div className={styles.shift}>
        <div className={styles.scan}>
          <Scanner
            checkpoint={chosen}
            onChangeCheckpoint={checkpoints.length > 1 ? () => setChosenId(undefined) : undefined}
          />
        </div>
        <aside className={styles.feed} aria-label={words.verify.feed}>
          <Feed key={chosen.id} checkpointId={chosen.id} eventCursor={eventCursor} />
        </aside>
      </div>
    </PageFrame>
  );
}
