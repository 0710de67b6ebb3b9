import { type FormEvent, useState } from 'react';
import { useLocation } from 'react-router';
import { PressButton } from '../../controls/press-button.tsx';
import { StepHeading } from '../../controls/step-heading.tsx';
import { TextEntry } from '../../controls/text-entry.tsx';
import { useLabWords } from '../words/lab-catalogue.ts';
import { ResultsList } from './results-list.tsx';
import styles from './results-page.module.css';

/** The laboratory's own results, newest first, or those of one accession number: one that led here, or that is typed. */
export function ResultsPage() {
  const words = useLabWords();
  const { key, state } = useLocation() as { key: string; state: { accession?: string } | null };
  const [typed, setTyped] = useState(state?.accession ?? '');
  const [searched, setSearched] = useState(state?.accession ?? '');
  const find = (event: FormEvent) => {
    event.preventDefault();
    setSearched(typed.trim());
  };
  return (
    <>
      <StepHeading takesFocus={key !== 'default'}>{words.results.title}</StepHeading>
      <search>
        <form className={styles.search} onSubmit={find}>
          <TextEntry
            label={words.results.search}
            value={typed}
            onChange={setTyped}
            autoComplete="off"
            width="short"
            testId="result-search"
          />
          <PressButton type="submit">{words.results.find}</PressButton>
          {searched !== '' && (
            <PressButton
              kind="link"
              onPress={() => {
                setTyped('');
                setSearched('');
              }}
            >
              {words.results.showAll}
            </PressButton>
          )}
        </form>
      </search>
      <ResultsList key={searched} accessionNumber={searched || null} />
    </>
  );
}
