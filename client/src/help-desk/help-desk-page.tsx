import { useState } from 'react';
import { AccountTools } from '../app/account-tools.tsx';
import { PageFrame } from '../app/page-frame.tsx';
import { ViewerGate } from '../session/viewer-gate.tsx';
import { CodeStep, type HandedOut } from './code-step.tsx';
import { FindStep, type Found } from './find-step.tsx';
import { HandStep } from './hand-step.tsx';
import { ReportPhone } from './report-phone.tsx';
import { useHelpDeskWords } from './words/help-desk-catalogue.ts';

/** The help desk's door: find the person at the counter, compare the document, hand out a code. */
export default function HelpDeskPage() {
  const words = useHelpDeskWords();
  return (
    <ViewerGate door="helpDesk">
      {(viewer) => (
        <PageFrame title={words.title} account={<AccountTools />}>
          {viewer.roles.includes('HELP_DESK') ? <Counter /> : <NoRole />}
        </PageFrame>
      )}
    </ViewerGate>
  );
}

function NoRole() {
  const words = useHelpDeskWords();
  return (
    <div data-testid="no-help-desk">
      <h1>{words.title}</h1>
      <p>
        <strong>{words.noRole}</strong>
      </p>
      <p>{words.noRoleNext}</p>
    </div>
  );
}

/** One person at a time: nothing of the one before stays on the screen. */
function Counter() {
  const [found, setFound] = useState<Found | null>(null);
  const [code, setCode] = useState<HandedOut | null>(null);
  const next = () => {
    setFound(null);
    setCode(null);
  };
  if (found && code) return <CodeStep found={found} code={code} onNext={next} />;
  if (found) return <HandStep found={found} onIssued={setCode} onBack={next} />;
  return (
    <>
      <FindStep onFound={setFound} />
      <ReportPhone />
    </>
  );
}
