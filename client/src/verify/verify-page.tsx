import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { AccountTools } from '../app/account-tools.tsx';
import { PageFrame } from '../app/page-frame.tsx';
import { Problem } from '../controls/problem.tsx';
import { Waiting } from '../controls/waiting.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import { type Failure, failureOf } from '../network/failure.ts';
import { serverNow } from '../network/server-clock.ts';
import { OfficerDeskDocument } from '../schema/operations.ts';
import { ViewerGate } from '../session/viewer-gate.tsx';
import { Desk } from './desk/desk.tsx';
import { keepOfficerFiles } from './desk/keep-officer-files.ts';
import { type KeptDesk, keepDesk, keptDesk } from './desk/officer-store.ts';
import { useOfficerWords } from './words/officer-catalogue.ts';

/** The officer's door: sign in once, choose the checkpoint, scan with or without a network, and watch its feed. */
export default function VerifyPage() {
  return (
    <ViewerGate door="officer" offline={(failure, retry) => <OfflineDesk failure={failure} retry={retry} />}>
      {(viewer, eventCursor) => <OnlineDesk viewerId={viewer.id} eventCursor={eventCursor} />}
    </ViewerGate>
  );
}

function OnlineDesk({ viewerId, eventCursor }: { viewerId: string; eventCursor: string }) {
  const [{ data, error }, execute] = useQuery({
    query: OfficerDeskDocument,
    requestPolicy: 'network-only',
  });
  const checkpoints = data?.me?.checkpoints;
  useEffect(() => {
    if (!checkpoints) return;
    void keepDesk({ viewerId, checkpoints, keptAt: new Date(serverNow()).toISOString() });
    keepOfficerFiles();
  }, [viewerId, checkpoints]);
  if (checkpoints) return <Desk checkpoints={checkpoints} eventCursor={eventCursor} onRefresh={execute} />;
  return (
    <PageFrame account={<AccountTools />}>
      {error ? <Problem failure={failureOf(error)} onRetry={() => execute()} /> : <Waiting lines={4} />}
    </PageFrame>
  );
}

/** How long a phone goes on without a network by where its officer might stand, where no shift ends it earlier. */
const deskStays = 24 * 3_600_000;

/** The desk as it was kept: scanning goes on, and what is found waits to be handed in. */
function OfflineDesk({ failure, retry }: { failure: Failure; retry(): void }) {
  const { words } = useLanguage();
  const officer = useOfficerWords();
  const [desk, setDesk] = useState<KeptDesk | null | undefined>(undefined);
  useEffect(() => {
    void keptDesk().then((kept) => setDesk(kept && isStill(kept) ? kept : null));
  }, []);
  useEffect(() => {
    window.addEventListener('online', retry);
    return () => window.removeEventListener('online', retry);
  }, [retry]);
  if (desk) return <Desk checkpoints={desk.checkpoints} eventCursor={null} onRefresh={retry} />;
  return (
    <PageFrame title={words.verify.title}>
      {desk === undefined ? (
        <Waiting lines={4} />
      ) : (
        <>
          <Problem failure={failure} onRetry={retry} />
          <p>{officer.deskUnknown}</p>
        </>
      )}
    </PageFrame>
  );
}

function isStill({ keptAt }: KeptDesk): boolean {
  return serverNow() - Date.parse(keptAt) < deskStays;
}
