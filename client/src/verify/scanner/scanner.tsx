import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import { PressButton } from '../../controls/press-button.tsx';
import { Problem } from '../../controls/problem.tsx';
import { StepHeading } from '../../controls/step-heading.tsx';
import { Waiting } from '../../controls/waiting.tsx';
import { useLanguage } from '../../language/language-provider.tsx';
import { Camera } from '../../scan/camera.tsx';
import { readPicture } from '../../scan/picture.ts';
import { PictureInput } from '../../scan/picture-input.tsx';
import { useQrDecoder } from '../../scan/use-qr-decoder.ts';
import type { KeptCheckpoint } from '../desk/officer-store.ts';
import { type Comparison, compareWithCard, readIdCard } from '../verdict/id-card.ts';
import { VerdictScreen } from '../verdict/verdict-screen.tsx';
import styles from './scanner.module.css';
import { useVerification, verdictStays } from './use-verification.ts';
import { allowSound } from './verdict-signal.ts';

/** One large button: camera, or a picture where there is none; then the verdict; then the next scan. */
export function Scanner({
  checkpoint,
  onChangeCheckpoint,
  onQueued,
  children,
}: {
  checkpoint: KeptCheckpoint;
  onChangeCheckpoint: (() => void) | undefined;
  onQueued(): void;
  children: ReactNode;
}) {
  const { words } = useLanguage();
  const { state, setState, verify } = useVerification(checkpoint, { onQueued });
  const [card, setCard] = useState<Comparison | 'scanning' | 'none' | null>(null);
  const decoder = useQrDecoder();

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
  const scan = (justVerified: string | null) => {
    allowSound();
    setCard(null);
    setState({ kind: 'scanning', justVerified });
  };
  const rest = () => {
    setCard(null);
    setState({ kind: 'idle' });
  };

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
    const { holder } = state.verification;
    const next = () => (isFromCamera ? scan(payload) : rest());
    if (card === 'scanning' && holder) {
      const compare = (text: string) => {
        const read = readIdCard(text);
        setCard(read ? compareWithCard(read, holder) : 'none');
        setState({ ...state, clearsAt: new Date(Date.now() + verdictStays).toISOString() });
      };
      return (
        <CardCamera
          decoder={decoder()}
          justVerified={payload}
          onRead={compare}
          onProblem={() => setCard(null)}
          onStop={() => setCard(null)}
          onTimeout={next}
        />
      );
    }
    return (
      <VerdictScreen
        {...state}
        card={card === 'scanning' ? null : card}
        onCard={holder ? () => setCard('scanning') : undefined}
        onClear={next}
      />
    );
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
      {children}
      {state.kind === 'failed' && (
        <Problem failure={state.failure} onRetry={failedScan && (() => void verify(failedScan))} />
      )}
      {state.kind === 'checking' || state.kind === 'reading-picture' ? (
        <div className={styles.busy}>
          <p role="status">{state.kind === 'checking' ? words.verify.checking : words.scan.readingPicture}</p>
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

/** The camera for an ID card, closed with the name beside it when nobody holds one up. */
function CardCamera({ onTimeout, ...camera }: Parameters<typeof Camera>[0] & { onTimeout(): void }) {
  const end = useEffectEvent(onTimeout);
  useEffect(() => {
    const timer = setTimeout(() => end(), verdictStays);
    return () => clearTimeout(timer);
  }, []);
  return <Camera {...camera} />;
}
