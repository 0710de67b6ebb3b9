import { AccountTools } from '../app/account-tools.tsx';
import { PageFrame } from '../app/page-frame.tsx';
import { ViewerGate } from '../session/viewer-gate.tsx';
import { LabRoom } from './lab-room.tsx';
import { useLabWords } from './words/lab-catalogue.ts';

/** The laboratory's door: sign in, then what is due, files, single results, receipts, corrections, keys. */
export default function LabPage() {
  const words = useLabWords();
  return (
    <ViewerGate door="laboratory">
      {(viewer, eventCursor) => (
        <PageFrame title={words.title} account={<AccountTools />} width="wide">
          <LabRoom viewerId={viewer.id} eventCursor={eventCursor} />
        </PageFrame>
      )}
    </ViewerGate>
  );
}
