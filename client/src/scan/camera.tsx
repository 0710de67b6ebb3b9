import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { PressButton } from '../controls/press-button.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import styles from './camera.module.css';
import type { QrDecoder } from './qr-decoder.ts';
import { scanVideo } from './scan-video.ts';

/** Why a camera did not open; the same words as in the catalogue of errors. */
export type CameraProblem = 'CAMERA_DENIED' | 'CAMERA_MISSING';

/** The camera, filling the phone, until it has read a QR code. */
export function Camera({
  decoder,
  justVerified,
  onRead,
  onProblem,
  onStop,
}: {
  decoder: QrDecoder;
  justVerified: string | null;
  onRead(text: string): void;
  onProblem(problem: CameraProblem): void;
  onStop(): void;
}) {
  const { words } = useLanguage();
  const video = useRef<HTMLVideoElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [torch, setTorch] = useState<{ track: MediaStreamTrack; isOn: boolean } | null>(null);
  const read = useEffectEvent(onRead);
  const fail = useEffectEvent(onProblem);

  useEffect(() => {
    const stopped = new AbortController();
    const element = video.current;
    let stream: MediaStream | undefined;
    const run = async () => {
      if (element === null) return;
      stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: { ideal: 'environment' }, width: { ideal: 1920 }, height: { ideal: 1080 } },
      });
      if (stopped.signal.aborted) return;
      element.srcObject = stream;
      await element.play();
      setIsOpen(true);
      const [track] = stream.getVideoTracks();
      if (track && hasTorch(track)) setTorch({ track, isOn: false });
      const text = await scanVideo(element, decoder, justVerified, stopped.signal);
      if (text !== null) read(text);
    };
    run()
      .catch((error: unknown) => {
        if (stopped.signal.aborted) return;
        const isDenied = error instanceof DOMException && error.name === 'NotAllowedError';
        fail(isDenied ? 'CAMERA_DENIED' : 'CAMERA_MISSING');
      })
      .finally(() => {
        if (stopped.signal.aborted) release();
      });
    const release = () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    return () => {
      stopped.abort();
      release();
    };
  }, [decoder, justVerified]);

  return (
    <div className={styles.camera}>
      <video ref={video} className={styles.picture} muted playsInline aria-label={words.scan.hint} />
      <div className={styles.frame} aria-hidden="true" />
      <div className={styles.bar}>
        <p role="status">{isOpen ? words.scan.hint : words.scan.starting}</p>
        {torch && (
          <PressButton kind="secondary" testId="torch" onPress={() => void turn(torch).then(setTorch)}>
            {torch.isOn ? words.scan.torchOff : words.scan.torchOn}
          </PressButton>
        )}
        <PressButton kind="secondary" onPress={onStop}>
          {words.scan.stop}
        </PressButton>
      </div>
    </div>
  );
}

/** Not every camera has a light, and not every browser says so (W3C Image Capture). */
function hasTorch(track: MediaStreamTrack): boolean {
  const capabilities = track.getCapabilities?.() as { torch?: boolean } | undefined;
  return capabilities?.torch === true;
}

async function turn({ track, isOn }: { track: MediaStreamTrack; isOn: boolean }) {
  const wanted = !isOn;
  try {
    await track.applyConstraints({ advanced: [{ torch: wanted } as MediaTrackConstraintSet] });
    return { track, isOn: wanted };
  } catch {
    return { track, isOn };
  }
}
