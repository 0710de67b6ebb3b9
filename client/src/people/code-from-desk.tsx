import { lazy, Suspense, useState } from 'react';
import { PressButton } from '../controls/press-button.tsx';
import { Waiting } from '../controls/waiting.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import styles from './people.module.css';

const ClaimCode = lazy(() => import('./claim-code.tsx'));

/** The way to a person by a help desk's code, on whatever phone. */
export function CodeFromDesk({ onClaimed }: { onClaimed(): void }) {
  const { words } = useLanguage();
  const [isOpen, setIsOpen] = useState(false);
  const close = () => {
    setIsOpen(false);
    onClaimed();
  };
  return (
    <section className={styles.person}>
      {isOpen ? (
        <Suspense fallback={<Waiting lines={2} />}>
          <ClaimCode onClaimed={close} />
        </Suspense>
      ) : (
        <PressButton kind="link" onPress={() => setIsOpen(true)} testId="code-from-desk">
          {words.people.codeFromDesk}
        </PressButton>
      )}
    </section>
  );
}
