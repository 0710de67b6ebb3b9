import { useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { PressButton } from '../../controls/press-button.tsx';
import { Problem } from '../../controls/problem.tsx';
import { Waiting } from '../../controls/waiting.tsx';
import { formatDateTime } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { failureOf } from '../../network/failure.ts';
import { plainOutcome } from '../../results/plain-outcome.ts';
import { plainTestName } from '../../results/test-name.ts';
import { type OwnResultFragment, OwnResultsDocument } from '../../schema/lab-operations.ts';
import tables from '../dense-table.module.css';
import { useLab } from '../lab-context.ts';
import { useLabWords } from '../words/lab-catalogue.ts';

/** Results in a dense table, one page below the other. */
export function ResultsList({ accessionNumber }: { accessionNumber: string | null }) {
  const [cursors, setCursors] = useState<(string | null)[]>([null]);
  return cursors.map((after, page) => (
    <ResultsPart
      key={after ?? 'first'}
      accessionNumber={accessionNumber}
      after={after}
      isLast={page === cursors.length - 1}
      onMore={(next) => setCursors((before) => [...before, next])}
    />
  ));
}

function ResultsPart({
  accessionNumber,
  after,
  isLast,
  onMore,
}: {
  accessionNumber: string | null;
  after: string | null;
  isLast: boolean;
  onMore(cursor: string): void;
}) {
  const words = useLabWords();
  const filter = accessionNumber === null ? null : { accessionNumber };
  const [{ data, error }, execute] = useQuery({
    query: OwnResultsDocument,
    variables: { first: 50, after, filter },
  });
  if (error && !data) {
    return <Problem failure={failureOf(error)} onRetry={() => execute({ requestPolicy: 'network-only' })} />;
  }
  if (!data) return <Waiting lines={6} />;
  const { edges, pageInfo } = data.testResults;
  const { endCursor } = pageInfo;
  if (edges.length === 0) {
    return <p role="status">{accessionNumber === null ? words.results.noneYet : words.results.none}</p>;
  }
  const names = [
    words.results.accession,
    words.results.test,
    words.results.outcome,
    words.results.status,
    words.results.collectedAt,
    words.results.releasedAt,
  ];
  return (
    <>
      <div className={tables.frame}>
        <table className={tables.table}>
          <thead>
            <tr>
              {names.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {edges.map(({ node }) => (
              <ResultRow key={node.id} result={node} />
            ))}
          </tbody>
        </table>
      </div>
      {isLast && pageInfo.hasNextPage && endCursor && (
        <PressButton kind="secondary" onPress={() => onMore(endCursor)}>
          {words.receipts.more}
        </PressButton>
      )}
    </>
  );
}

function ResultRow({ result }: { result: OwnResultFragment }) {
  const { language, words: app } = useLanguage();
  const { timeZone } = useLab();
  const words = useLabWords();
  const time = (instant: string) => formatDateTime(instant, language, timeZone);
  const accession = result.accessionNumber ?? '';
  return (
    <tr data-testid="result-row">
      <td className={tables.whole}>
        <Link to={`/lab/results/${result.id}`} aria-label={words.results.open(accession)}>
          {accession}
        </Link>
      </td>
      <td>
        {result.disease.name}, {plainTestName(result.test, app)}
      </td>
      <td>{app.results.outcome[plainOutcome(result)]}</td>
      <td>{words.results.statusOf[result.status]}</td>
      <td className={tables.whole}>{time(result.specimenCollectedAt)}</td>
      <td className={tables.whole}>
        {result.releasedAt ? time(result.releasedAt) : words.results.notReleased}
      </td>
    </tr>
  );
}
