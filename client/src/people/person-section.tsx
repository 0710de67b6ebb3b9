import { lazy, Suspense, useId } from 'react';
import { formatDate } from '../language/format-date.ts';
import { useLanguage } from '../language/language-provider.tsx';
import { ResultItem } from '../results/result-item.tsx';
import { ClaimPerson } from './claim-person.tsx';
import styles from './people.module.css';
import type { Person, Result } from './use-people.ts';

const NotMine = lazy(() => import('./not-mine.tsx'));

function timeOf({ resultedAt, specimenCollectedAt }: Result): number {
  return Date.parse(resultedAt ?? specimenCollectedAt);
}

/** One person: an initial and a way to open it, or the name and the results, newest first. */
export function PersonSection({
  person,
  arrived,
  onClaimed,
  onOpenQr,
}: {
  person: Person;
  arrived: ReadonlySet<string>;
  onClaimed(): void;
  onOpenQr(resultId: string): void;
}) {
  const { words } = useLanguage();
  const heading = useId();
  const results = person.results.edges
    .map(({ node }) => node)
    .sort((one, other) => timeOf(other) - timeOf(one));
  return (
    <section
      className={styles.person}
      aria-labelledby={heading}
      data-testid="person"
      data-claimed={person.isClaimed}
    >
      <h2 id={heading}>{person.isClaimed ? person.displayName : words.people.locked(person.displayName)}</h2>
      {person.dateOfBirth && (
        <p className={styles.born}>{words.people.birthDateOf(formatDate(person.dateOfBirth))}</p>
      )}
      {!person.isClaimed && (
        <>
          <ClaimPerson personId={person.id} onClaimed={onClaimed} />
          <Suspense>
            <NotMine personId={person.id} onDone={onClaimed} />
          </Suspense>
        </>
      )}
      {person.isClaimed && results.length === 0 && <p>{words.people.noResults}</p>}
      {results.length > 0 && (
        <ol className={styles.results}>
          {results.map((result) => (
            <ResultItem
              key={result.id}
              result={result}
              isNew={arrived.has(result.id)}
              onOpenQr={() => onOpenQr(result.id)}
            />
          ))}
        </ol>
      )}
    </section>
  );
}
