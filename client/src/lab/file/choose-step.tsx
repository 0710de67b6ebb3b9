import { templateCsv } from '@ketqua/lab-file';
import type { ReactNode } from 'react';
import { useLocation } from 'react-router';
import { PressButton } from '../../controls/press-button.tsx';
import { StepHeading } from '../../controls/step-heading.tsx';
import { saveText } from '../save-text.ts';
import type { SendingState } from '../sending/file-sender.ts';
import { useSending } from '../sending/sending-provider.tsx';
import { useLabWords } from '../words/lab-catalogue.ts';
import styles from './choose-step.module.css';
import { DropPlace } from './drop-place.tsx';
import { useFileWork } from './file-work.tsx';

/** The first step: a file is dropped or chosen. */
export function ChooseStep({ children }: { children: ReactNode }) {
  const words = useLabWords();
  const { key } = useLocation();
  const { desk, state } = useFileWork();
  const { state: sending, dismiss } = useSending();
  const stopped: Partial<Record<SendingState['kind'], string>> = {
    stalled: words.sending.stalled,
    'never-arrived': words.sending.unknown,
  };
  return (
    <>
      <StepHeading takesFocus={key !== 'default'}>{words.file.title}</StepHeading>
      {children}
      {stopped[sending.kind] && (
        <div role="alert" className={styles.stopped}>
          <p>{stopped[sending.kind]}</p>
          <PressButton kind="link" onPress={dismiss}>
            {words.sending.dismiss}
          </PressButton>
        </div>
      )}
      {state.refusal && (
        <p role="alert" className={styles.refusal} data-code={state.refusal}>
          {words.file[state.refusal]}
        </p>
      )}
      <p>{words.file.lead}</p>
      <DropPlace onFile={(file) => void desk.open(file)} />
      <p role="status">{state.step === 'reading' && words.file.reading}</p>
      <PressButton kind="link" onPress={() => saveText('ketqua-template.csv', templateCsv())}>
        {words.file.template}
      </PressButton>
    </>
  );
}
