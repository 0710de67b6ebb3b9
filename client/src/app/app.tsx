import { lazy, Suspense } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { FailureBoundary } from '../controls/failure-boundary.tsx';
import { Waiting } from '../controls/waiting.tsx';
import { LanguageProvider } from '../language/language-provider.tsx';
import { SessionProvider } from '../session/session-provider.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { PageFrame } from './page-frame.tsx';

const AccountPage = lazy(() => import('../account/account-page.tsx'));
const AuthorityPage = lazy(() => import('../authority/authority-page.tsx'));
const CitizenPage = lazy(() => import('../people/citizen-page.tsx'));
const HelpDeskPage = lazy(() => import('../help-desk/help-desk-page.tsx'));
const LabPage = lazy(() => import('../lab/lab-page.tsx'));
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
          <FailureBoundary>
            <Suspense fallback={loading}>
              <Routes>
                <Route path="/" element={<CitizenPage />} />
                <Route path="/verify" element={<VerifyPage />} />
                <Route path="/help-desk" element={<HelpDeskPage />} />
                <Route path="/lab/*" element={<LabPage />} />
                <Route path="/authority/*" element={<AuthorityPage />} />
                <Route path="/account" element={<AccountPage />} />
                <Route path="*" element={<NotFoundPage />} />
              </Routes>
            </Suspense>
          </FailureBoundary>
        </SessionProvider>
      </BrowserRouter>
    </LanguageProvider>
  );
}
