import { lazy, Suspense } from 'react';
import { AccountTools } from '../app/account-tools.tsx';
import { PageFrame } from '../app/page-frame.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import { ViewerGate } from '../session/viewer-gate.tsx';
import { People } from './people.tsx';

const OfflinePasses = lazy(() => import('./offline-passes.tsx'));

/** The citizen's door: sign in, the people on this phone, their results, My QR. */
export default function CitizenPage() {
  const { words } = useLanguage();
  return (
    <ViewerGate
      door="citizen"
      offline={(failure, retry) => (
        <Suspense fallback={<PageFrame />}>
          <OfflinePasses failure={failure} retry={retry} />
        </Suspense>
      )}
    >
      {(viewer, eventCursor) => (
        <PageFrame title={words.people.title} account={<AccountTools />}>
          <People viewer={viewer} eventCursor={eventCursor} />
        </PageFrame>
      )}
    </ViewerGate>
  );
}
