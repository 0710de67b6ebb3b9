import { lazy, Suspense } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { Waiting } from '../controls/waiting.tsx';
import { LanguageProvider } from '../language/language-provider.tsx';
import { SessionProvider } from '../session/session-provider.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { PageFrame } from './page-frame.tsx';

const CitizenPage = lazy(() => import('../people/citizen-page.tsx'));
const VerifyPage = lazy(() => import('../verify/verify-page.tsx'));

/** The web app: each door is loaded when it is opened. */
export function App() {
  const loading = (
    <PageFrame>
      <Waiting lines={4} />
    </PageFrame>
  );
  return (
    <LanguageProvider>
      <BrowserRouter>
        <SessionProvider>
          <Suspense fallback={loading}>
            <Routes>
              <Route path="/" element={<CitizenPage />} />
              <Route path="/verify" element={<VerifyPage />} />
              <Route path="*" element={<NotFoundPage />} />
            </Routes>
          </Suspense>
        </SessionProvider>
      </BrowserRouter>
    </LanguageProvider>
  );
}
