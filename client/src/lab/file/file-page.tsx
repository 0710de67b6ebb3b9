import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { StepHeading } from '../../controls/step-heading.tsx';
import { Waiting } from '../../controls/waiting.tsx';
import { PreviewStep } from '../preview/preview-step.tsx';
import { Progress } from '../sending/progress.tsx';
import { useSending } from '../sending/sending-provider.tsx';
import { useLabWords } from '../words/lab-catalogue.ts';
import { ChooseStep } from './choose-step.tsx';
import { FileProblem } from './file-problem.tsx';
import { useFileWork } from './file-work.tsx';
import { HowWritten } from './how-written.tsx';
import { OpenFile } from './open-file.tsx';

/** A file from the drop to its receipt, one step at a time. */
export function FilePage() {
  const words = useLabWords();
  const navigate = useNavigate();
  const { desk, state: work } = useFileWork();
  const { state: sending, dismiss } = useSending();
  useEffect(() => {
    if (sending.kind !== 'received') return;
    desk.clear();
    dismiss();
    void navigate(`/lab/receipts/${sending.receipt.id}`, { state: { wasJustSent: true } });
  }, [sending, desk, dismiss, navigate]);

  if (sending.kind === 'under-way') {
    return (
      <>
        <StepHeading>{words.sending.title}</StepHeading>
        <Progress receipt={sending.receipt} isLost={sending.isLost} />
        <p>{words.sending.leave}</p>
      </>
    );
  }
  const refused = sending.kind === 'refused' && <FileProblem failure={sending.failure} />;
  switch (work.step) {
    case 'empty':
    case 'reading':
      return <ChooseStep>{refused}</ChooseStep>;
    case 'checking':
      return (
        <>
          <StepHeading>{words.file.checking}</StepHeading>
          <Waiting lines={8} />
        </>
      );
    case 'unreadable':
      return (
        <>
          <StepHeading>{words.file.title}</StepHeading>
          <OpenFile />
          {work.failure && <FileProblem failure={work.failure} onRetry={() => void desk.check()} />}
          <HowWritten isOpen />
        </>
      );
    case 'checked':
      return <PreviewStep>{refused}</PreviewStep>;
  }
}
