import { useEffect, useRef } from 'react';
import { PressButton } from '../../controls/press-button.tsx';
import { Problem } from '../../controls/problem.tsx';
import { StepHeading } from '../../controls/step-heading.tsx';
import { Waiting } from '../../controls/waiting.tsx';
import { useLanguage } from '../../language/language-provider.tsx';
import type { Checkpoint } from '../checkpoint/checkpoint-chooser.tsx';
import { VerdictScreen } from '../verdict/verdict-screen.tsx';
import { Camera } from './camera.tsx';
import { readPicture } from './picture.ts';
import { PictureInput } from './picture-input.tsx';
import { createQrDecoder, type QrDecoder } from './qr-decoder.ts';
import styles from './scanner.module.css';
import { useVerification } from './use-verification.ts';

/** One large button: camera, or a picture where there is none; then the verdict; then the next scan. */
export function Scanner({
  checkpoint,
  onChangeCheckpoint,
}: {
  checkpoint: Checkpoint;
  onChangeCheckpoint?: () => void;
}) {
  const { words } = useLanguage();
  const { state, setState, verify } = useVerification(checkpoint.id);
  const decoder = useDecoder();

  const choosePicture = async (file: File) => {
    setState({ kind: 'reading-picture' });
    try {
      const text = await readPicture(file, decoder());
      if (text === null) setState({ kind: 'failed', failure: { code: 'QR_NOT_IN_PICTURE' } });
      else await verify({ payload: text, isFromCamera: false });
    } catch {
      setState({ kind: 'failed', failure: { code: 'PICTURE_UNREADABLE' } });
    }
  };
  const scan = (justVerified: string | null) => setState({ kind: 'scanning', justVerified });
  const rest = () => setState({ kind: 'idle' });

  if (state.kind === 'scanning') {
    return (
      <Camera
        decoder={decoder()}
        justVerified={state.justVerified}
        onRead={(text) => void verify({ payload: text, isFromCamera: true })}
        onProblem={(code) => setState({ kind: 'failed', failure: { code } })}
        onStop={rest}
      />
    );
  }
  if (state.kind === 'verdict') {
    const { payload, isFromCamera } = state.scan;
    return <VerdictScreen {...state} onClear={() => (isFromCamera ? scan(payload) : rest())} />;
  }
  const failedScan = state.kind === 'failed' ? state.scan : undefined;
  return (
    <>
      <StepHeading>{words.verify.title}</StepHeading>
      <p className={styles.checkpoint}>
        {words.verify.checkpoint}: <strong>{checkpoint.name}</strong>
        {onChangeCheckpoint && (
          <PressButton kind="link" onPress={onChangeCheckpoint}>
            {words.verify.changeCheckpoint}
          </PressButton>
        )}
      </p>
      {state.kind === 'failed' && (
        <Problem failure={state.failure} onRetry={failedScan && (() => void verify(failedScan))} />
      )}
      {state.kind === 'checking' || state.kind === 'reading-picture' ? (
        <div className={styles.busy}>
          <p role="status">
            {state.kind === 'checking' ? words.verify.checking : words.verify.readingPicture}
          </p>
          <Waiting lines={4} />
        </div>
      ) : (
        <div className={styles.doors}>
          <PressButton size="large" onPress={() => scan(null)}>
            {words.verify.scan}
          </PressButton>
          <PictureInput onChoose={(file) => void choosePicture(file)} />
        </div>
      )}
    </>
  );
}

/** The decoder of this scanner, started when first needed and closed with it. */
function useDecoder(): () => QrDecoder {
  const started = useRef<QrDecoder | null>(null);
  useEffect(
    () => () => {
      started.current?.close();
      started.current = null;
    },
    [],
  );
  return () => {
    started.current ??= createQrDecoder();
    return started.current;
  };
}
