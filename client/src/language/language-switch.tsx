import { Button } from 'react-aria-components/Button';
import { catalogues, type Language } from './catalogue.ts';
import { useLanguage } from './language-provider.tsx';
import styles from './language-switch.module.css';

/** One button that names the other language in that language. */
export function LanguageSwitch() {
  const { language, choose } = useLanguage();
  const other: Language = language === 'vi' ? 'en' : 'vi';
  return (
    <Button className={styles.button} onPress={() => choose(other)}>
      <span lang={other}>{catalogues[other].languageName}</span>
    </Button>
  );
}
