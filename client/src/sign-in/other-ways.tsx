import { PressButton } from '../controls/press-button.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import styles from './code-step.module.css';
import { otherWaysCatalogues } from './words/other-ways-catalogue.ts';

/** What to do where no code came: a call, or the help desk. The same for every phone. */
export default function OtherWays({
  canCall,
  isPending,
  onCall,
}: {
  canCall: boolean;
  isPending: boolean;
  onCall(): void;
}) {
  const words = otherWaysCatalogues[useLanguage().language];
  return (
    <section className={styles.ways} data-testid="other-ways">
      <h2>{words.title}</h2>
      <p>{words.wait}</p>
      {canCall && (
        <>
          <PressButton kind="secondary" isPending={isPending} onPress={onCall}>
            {words.call}
          </PressButton>
          <p className={styles.hint}>{words.callHint}</p>
        </>
      )}
      <p>{words.helpDesk}</p>
    </section>
  );
}
