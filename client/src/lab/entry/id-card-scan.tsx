import { useRef, useState } from 'react';
import { PressButton } from '../../controls/press-button.tsx';
import { Problem } from '../../controls/problem.tsx';
import { TextEntry } from '../../controls/text-entry.tsx';
import { useLanguage } from '../../language/language-provider.tsx';
import { Camera } from '../../scan/camera.tsx';
import { readPicture } from '../../scan/picture.ts';
import { PictureInput } from '../../scan/picture-input.tsx';
import { useQrDecoder } from '../../scan/use-qr-decoder.ts';
import { useLabWords } from '../words/lab-catalogue.ts';
import styles from './entry-page.module.css';
import { type IdCard, readIdCard } from './id-card.ts';

type ScanState = { kind: 'idle' | 'scanning' | 'reading' | 'read' } | { kind: 'failed'; code: string };

/**
 * Fills the patient in from an ID card: by a hand scanner that types, by the camera, or from a picture. What the card
 * says is read on this device, and goes no further than the form.
 */
export function IdCardScan({ onCard }: { onCard(card: IdCard): void }) {
  const { words: app } = useLanguage();
  const words = useLabWords();
  const decoder = useQrDecoder();
  const [state, setState] = useState<ScanState>({ kind: 'idle' });
  const [typed, setTyped] = useState('');
  const section = useRef<HTMLElement>(null);
  /** Ends the camera; the keys come back to where they were. */
  const close = (next: ScanState) => {
    setState(next);
    requestAnimationFrame(() => section.current?.querySelector('input')?.focus());
  };

  const take = (text: string) => {
    setTyped('');
    const card = readIdCard(text, new Date());
    if ('problem' in card) return setState({ kind: 'failed', code: card.problem });
    setState({ kind: 'read' });
    onCard(card);
  };
  const takePicture = async (file: File) => {
    setState({ kind: 'reading' });
    try {
      const text = await readPicture(file, decoder());
      if (text === null) setState({ kind: 'failed', code: 'QR_NOT_IN_PICTURE' });
      else take(text);
    } catch {
      setState({ kind: 'failed', code: 'PICTURE_UNREADABLE' });
    }
  };
  if (state.kind === 'scanning') {
    return (
      <Camera
        decoder={decoder()}
        justVerified={null}
        onRead={take}
        onProblem={(code) => close({ kind: 'failed', code })}
        onStop={() => close({ kind: 'idle' })}
      />
    );
  }
  const sentences: Partial<Record<string, string>> = words.entry.cardProblem;
  return (
    <section ref={section} aria-labelledby="id-card" className={styles.card}>
      <h2 id="id-card">{words.entry.card}</h2>
      <p className={styles.quiet}>{words.entry.cardHint}</p>
      <div className={styles.scan}>
        <TextEntry
          label={words.entry.cardField}
          value={typed}
          onChange={setTyped}
          onEnter={() => typed.trim() !== '' && take(typed)}
          autoComplete="off"
          testId="card-field"
        />
        <PressButton kind="secondary" onPress={() => setState({ kind: 'scanning' })}>
          {words.entry.cardCamera}
        </PressButton>
        <PictureInput onChoose={(file) => void takePicture(file)} />
      </div>
      {state.kind === 'failed' && <Problem failure={{ code: state.code, message: sentences[state.code] }} />}
      <p role="status" className={styles.quiet}>
        {state.kind === 'reading' && app.scan.readingPicture}
        {state.kind === 'read' && words.entry.cardRead}
      </p>
    </section>
  );
}
