import { useState } from 'react';
import { useMutation } from 'urql';
import { Problem } from '../controls/problem.tsx';
import { RadioEntry } from '../controls/radio-entry.tsx';
import { catalogues, type Language } from '../language/catalogue.ts';
import { useLanguage } from '../language/language-provider.tsx';
import { type Failure, failureOf } from '../network/failure.ts';
import { SetLocaleDocument } from '../schema/account-operations.ts';
import styles from './account.module.css';
import { useAccountWords } from './words/account-catalogue.ts';

const languages: readonly Language[] = ['vi', 'en'];

/** The language of the page, which texts and notifications then come in, too. */
export function LanguageChoiceSection() {
  const { language, choose } = useLanguage();
  const words = useAccountWords().language;
  const [, setLocale] = useMutation(SetLocaleDocument);
  const [isSaved, setIsSaved] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const save = async (chosen: Language) => {
    setFailure(null);
    choose(chosen);
    const { error } = await setLocale({ locale: chosen });
    setIsSaved(!error);
    if (error) setFailure(failureOf(error));
  };
  return (
    <section aria-labelledby="language-title" className={styles.section}>
      <h2 id="language-title">{words.title}</h2>
      <RadioEntry
        label={words.label}
        value={language}
        choices={languages.map((value) => ({ value, label: catalogues[value].languageName }))}
        onChange={(chosen) => void save(chosen as Language)}
        testId="account-language"
      />
      <p role="status">{isSaved && words.saved}</p>
      {failure && <Problem failure={failure} />}
    </section>
  );
}
