import { lazy, Suspense, useCallback, useMemo } from 'react';
import { Route, Routes } from 'react-router';
import { useQuery } from 'urql';
import { Problem } from '../controls/problem.tsx';
import { Waiting } from '../controls/waiting.tsx';
import { failureOf } from '../network/failure.ts';
import { OwnLabDocument } from '../schema/lab-operations.ts';
import { EntryPage } from './entry/entry-page.tsx';
import { FilePage } from './file/file-page.tsx';
import { FileWorkProvider } from './file/file-work.tsx';
import { KeysPage } from './keys/keys-page.tsx';
import { LabContext } from './lab-context.ts';
import { LabNav } from './lab-nav.tsx';
import styles from './lab-room.module.css';
import { RecallPage } from './recall/recall-page.tsx';
import { ReceiptPage } from './receipts/receipt-page.tsx';
import { ReceiptsPage } from './receipts/receipts-page.tsx';
import { ResultPage } from './results/result-page.tsx';
import { ResultsPage } from './results/results-page.tsx';
import { SendingNotice } from './sending/sending-notice.tsx';
import { SendingProvider } from './sending/sending-provider.tsx';
import { SyncStrip } from './sync/sync-strip.tsx';
import { useLabWords } from './words/lab-catalogue.ts';

const DisputesPage = lazy(() => import('./disputes/disputes-page.tsx'));
const PhonesPage = lazy(() => import('./phones/phones-page.tsx'));

/** For a laboratory that has no zone of its own. */
const defaultTimeZone = 'Asia/Ho_Chi_Minh';

/** Everything that the staff of one laboratory does, beneath what is due and when. */
export function LabRoom({ viewerId, eventCursor }: { viewerId: string; eventCursor: string }) {
  const words = useLabWords();
  const [{ data, error }, execute] = useQuery({ query: OwnLabDocument });
  const reload = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  const lab = data?.me?.lab;
  const defaults = data?.importDefaults ?? null;
  const facts = useMemo(
    () => (lab ? { lab, viewerId, reload, defaults, timeZone: lab.timeZone ?? defaultTimeZone } : null),
    [lab, viewerId, reload, defaults],
  );
  if (error && !data) return <Problem failure={failureOf(error)} onRetry={reload} />;
  if (!data) return <Waiting lines={6} />;
  if (!facts) {
    return (
      <>
        <h1>{words.title}</h1>
        <p data-testid="no-laboratory">
          <strong>{words.noLaboratory}</strong>
        </p>
        <p>{words.noLaboratoryNext}</p>
      </>
    );
  }
  return (
    <LabContext value={facts}>
      <SendingProvider>
        <FileWorkProvider>
          <div className={styles.room}>
            <SyncStrip eventCursor={eventCursor} />
            <LabNav />
            <SendingNotice />
            <Routes>
              <Route index element={<FilePage />} />
              <Route path="entry" element={<EntryPage />} />
              <Route path="receipts" element={<ReceiptsPage />} />
              <Route path="receipts/:id" element={<ReceiptPage />} />
              <Route path="results" element={<ResultsPage />} />
              <Route path="results/:id" element={<ResultPage />} />
              <Route path="recall" element={<RecallPage />} />
              <Route
                path="disputes"
                element={
                  <Suspense fallback={<Waiting lines={6} />}>
                    <DisputesPage eventCursor={eventCursor} />
                  </Suspense>
                }
              />
              <Route
                path="phones"
                element={
                  <Suspense fallback={<Waiting lines={6} />}>
                    <PhonesPage />
                  </Suspense>
                }
              />
              <Route path="keys" element={<KeysPage />} />
              <Route path="*" element={<FilePage />} />
            </Routes>
          </div>
        </FileWorkProvider>
      </SendingProvider>
    </LabContext>
  );
}
