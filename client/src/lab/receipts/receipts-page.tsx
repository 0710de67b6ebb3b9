import { useState } from 'react';
import { Link, useLocation } from 'react-router';
import { useQuery } from 'urql';
import { PressButton } from '../../controls/press-button.tsx';
import { Problem } from '../../controls/problem.tsx';
import { StepHeading } from '../../controls/step-heading.tsx';
import { Waiting } from '../../controls/waiting.tsx';
import { formatDateTime } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { failureOf } from '../../network/failure.ts';
import { type ReceiptFactsFragment, SubmissionsDocument } from '../../schema/lab-operations.ts';
import tables from '../dense-table.module.css';
import { useLab } from '../lab-context.ts';
import { useLabWords } from '../words/lab-catalogue.ts';

/** Every submission of the laboratory, newest first, a page below the other. */
export function ReceiptsPage() {
  const words = useLabWords();
  const { key } = useLocation();
  const [cursors, setCursors] = useState<(string | null)[]>([null]);
  return (
    <>
      <StepHeading takesFocus={key !== 'default'}>{words.receipts.title}</StepHeading>
      {cursors.map((after, page) => (
        <ReceiptsPart
          key={after ?? 'first'}
          after={after}
          isLast={page === cursors.length - 1}
          onMore={(next) => setCursors((before) => [...before, next])}
        />
      ))}
    </>
  );
}

function ReceiptsPart({
  after,
  isLast,
  onMore,
}: {
  after: string | null;
  isLast: boolean;
  onMore(cursor: string): void;
}) {
  const words = useLabWords();
  const [{ data, error }, execute] = useQuery({ query: SubmissionsDocument, variables: { after } });
  if (error && !data) {
    return <Problem failure={failureOf(error)} onRetry={() => execute({ requestPolicy: 'network-only' })} />;
  }
  if (!data) return <Waiting lines={6} />;
  const { edges, pageInfo } = data.submissions;
  const { endCursor } = pageInfo;
  if (edges.length === 0) return <p>{words.receipts.none}</p>;
  const counts = [
    words.receipts.rows,
    words.receipts.accepted,
    words.receipts.duplicates,
    words.receipts.rejected,
  ];
  return (
    <>
      <div className={tables.frame}>
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col">{words.receipts.receivedAt}</th>
              <th scope="col">{words.receipts.format}</th>
              <th scope="col">{words.receipts.state}</th>
              {counts.map((name) => (
                <th key={name} scope="col" className={tables.number}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {edges.map(({ node }) => (
              <ReceiptRow key={node.id} receipt={node} />
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

function ReceiptRow({ receipt }: { receipt: ReceiptFactsFragment }) {
  const { language } = useLanguage();
  const { timeZone } = useLab();
  const words = useLabWords();
  const time = formatDateTime(receipt.receivedAt, language, timeZone);
  const count = (value: number) => value.toLocaleString(language);
  return (
    <tr data-testid="receipt-row">
      <td className={tables.whole}>
        <Link to={`/lab/receipts/${receipt.id}`} aria-label={words.receipts.open(time)}>
          {time}
        </Link>
      </td>
      <td>{receipt.format ? words.file.formatName[receipt.format] : words.receipts.byHand}</td>
      <td>{words.receipts.stateOf[receipt.state]}</td>
      <td className={tables.number}>{count(receipt.rowCount)}</td>
      <td className={tables.number}>{count(receipt.accepted)}</td>
      <td className={tables.number}>{count(receipt.duplicates)}</td>
      <td className={tables.number} data-wrong={receipt.rejected > 0}>
        {count(receipt.rejected)}
      </td>
    </tr>
  );
}
