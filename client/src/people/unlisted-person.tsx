import { useState } from 'react';
import { PressButton } from '../controls/press-button.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import { ClaimPerson } from './claim-person.tsx';
import styles from './people.module.css';

/** The way to a person on a phone that too many share for anybody to be listed. */
export function UnlistedPerson({ onClaimed }: { onClaimed(): void }) {
  const { words } = useLanguage();
  const [isOpen, setIsOpen] = useState(false);
  const close = () => {
    setIsOpen(false);
    onClaimed();
  };
  return (
    <section className={styles.person}>
      {isOpen ? (
        <ClaimPerson personId={null} onClaimed={close} />
      ) : (
        <PressButton kind="link" onPress={() => setIsOpen(true)}>
          {words.people.unlisted}
        </PressButton>
      )}
    </section>
  );
}
