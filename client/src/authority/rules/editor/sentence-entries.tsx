import { PressButton } from '../../../controls/press-button.tsx';
import { TextEntry } from '../../../controls/text-entry.tsx';
import { useAuthorityWords } from '../../words/authority-catalogue.ts';
import { areComplete, type Choices, type Part, partsOf, toldBy } from './choices.ts';
import styles from './editor.module.css';

const languages = ['vi', 'en'] as const;

/** What officers read of each part, in both languages: made from the choices until somebody writes it by hand. */
export function SentenceEntries({
  choices,
  onChange,
}: {
  choices: Choices;
  onChange(choices: Choices): void;
}) {
  const words = useAuthorityWords().editor;
  if (!areComplete(choices)) return null;
  const write = (part: Part, language: 'vi' | 'en', text: string) => {
    const sentence = { ...toldBy(choices, part), [language]: text };
    onChange({ ...choices, sentences: { ...choices.sentences, [part]: sentence } });
  };
  return (
    <details className={styles.details} data-testid="sentences">
      <summary>{words.sentences}</summary>
      {partsOf(choices).map((part) =>
        languages.map((language) => (
          <TextEntry
            key={`${part} ${language}`}
            label={words.sentence(words.parts[part], words.languages[language])}
            value={toldBy(choices, part)[language]}
            onChange={(text) => write(part, language, text)}
            maxLength={300}
            autoComplete="off"
            testId={`sentence-${part}-${language}`}
          />
        )),
      )}
      {Object.keys(choices.sentences).length > 0 && (
        <PressButton kind="link" onPress={() => onChange({ ...choices, sentences: {} })}>
          {words.remake}
        </PressButton>
      )}
    </details>
  );
}
