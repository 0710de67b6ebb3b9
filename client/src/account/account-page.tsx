import { lazy, Suspense, useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { AccountTools } from '../app/account-tools.tsx';
import { PageFrame } from '../app/page-frame.tsx';
import { Problem } from '../controls/problem.tsx';
import { Waiting } from '../controls/waiting.tsx';
import { failureOf } from '../network/failure.ts';
import { AccountPageDocument, type EndAccountMutation } from '../schema/account-operations.ts';
import { type Viewer, ViewerGate } from '../session/viewer-gate.tsx';
import { DeviceList } from './device-list.tsx';
import { EndAccount } from './end-account.tsx';
import { EndedAccount } from './ended-account.tsx';
import { LanguageChoiceSection } from './language-choice.tsx';
import { PushSection } from './push-section.tsx';
import { useAccountWords } from './words/account-catalogue.ts';

const RightsSections = lazy(() => import('../rights/rights-sections.tsx'));

/** What an ended account left behind, as the server says it. */
export type EndedAccountFacts = Extract<
  EndAccountMutation['endAccount'],
  { __typename: 'EndAccountPayload' }
>;

/** The account of whoever is signed in: its devices, its language, its notifications, and its end. */
export default function AccountPage() {
  const words = useAccountWords();
  return (
    <ViewerGate door="citizen">
      {(viewer) => <Account key={viewer.id} viewer={viewer} title={words.title} />}
    </ViewerGate>
  );
}

function Account({ viewer, title }: { viewer: Viewer; title: string }) {
  const [ended, setEnded] = useState<EndedAccountFacts | null>(null);
  const [isEnding, setIsEnding] = useState(false);
  return (
    <PageFrame title={title} account={ended ? null : <AccountTools />}>
      {ended && <EndedAccount facts={ended} />}
      {!ended && (
        <>
          {!isEnding && <AccountSections viewer={viewer} />}
          <EndAccount viewer={viewer} isOpen={isEnding} onOpenChange={setIsEnding} onEnded={setEnded} />
        </>
      )}
    </PageFrame>
  );
}

function AccountSections({ viewer }: { viewer: Viewer }) {
  const words = useAccountWords();
  const [{ data, error }, execute] = useQuery({
    query: AccountPageDocument,
    requestPolicy: 'cache-and-network',
  });
  const reload = () => execute({ requestPolicy: 'network-only' });
  return (
    <>
      <p>
        <Link to="/">{words.back}</Link>
      </p>
      <h1>{words.title}</h1>
      <p>{words.signedInAs(viewer.maskedPhone)}</p>
      {error && !data && <Problem failure={failureOf(error)} onRetry={reload} />}
      {!data && !error && <Waiting lines={6} />}
      {data?.me && (
        <>
          <DeviceList sessions={data.me.sessions} onChanged={reload} />
          <LanguageChoiceSection />
          <PushSection
            publicKey={data.pushPublicKey}
            isNotified={data.me.sessions.some(({ isCurrent, isNotified }) => isCurrent && isNotified)}
            onChanged={reload}
          />
        </>
      )}
      <Suspense fallback={<Waiting lines={6} />}>
        <RightsSections />
      </Suspense>
    </>
  );
}
