import { useEffect, useState } from 'react';
import { Link, useParams } from 'react-router';
import { useQuery } from 'urql';
import { Problem } from '../../controls/problem.tsx';
import { Waiting } from '../../controls/waiting.tsx';
import { failureOf } from '../../network/failure.ts';
import { ReceiptDocument, type ReceiptQuery } from '../../schema/lab-operations.ts';
import tables from '../dense-table.module.css';
import { PhoneReportHint } from '../phones/phone-report-hint.tsx';
import { useLabWords } from '../words/lab-catalogue.ts';
import { CorrectionTools } from './correction-tools.tsx';
import { ReceiptHead } from './receipt-head.tsx';
import { ReceiptRows } from './receipt-rows.tsx';

/** A receipt with its rows. */
export type Receipt = NonNullable<ReceiptQuery['submission']>;

/** How often a submission that is still under way is asked for, in milliseconds. */
const pollEvery = 1500;

/** One submission: its counts, the rows that were refused with what to do about them, and the way back to them. */
export function ReceiptPage() {
  const words = useLabWords();
  const { id = '' } = useParams();
  const [isAll, setIsAll] = useState(false);
  const variables = { id, status: isAll ? null : ('REJECTED' as const) };
  const [{ data, error }, execute] = useQuery({ query: ReceiptDocument, variables });
  const receipt = data?.submission;
  useEffect(() => {
    if (receipt?.state !== 'PROCESSING') return;
    const timer = setInterval(() => execute({ requestPolicy: 'network-only' }), pollEvery);
    return () => clearInterval(timer);
  }, [receipt?.state, execute]);
  return (
    <>
      <p>
        <Link to="/lab/receipts">{words.receipts.back}</Link>
      </p>
      {error && !data && (
        <Problem failure={failureOf(error)} onRetry={() => execute({ requestPolicy: 'network-only' })} />
      )}
      {!data && !error && <Waiting lines={6} />}
      {data && !receipt && <p>{words.receipts.notFound}</p>}
      {receipt && (
        <>
          <ReceiptHead receipt={receipt} />
          {receipt.state === 'COMPLETE' && <PhoneReportHint />}
          {receipt.rejected > 0 && receipt.state === 'COMPLETE' && <CorrectionTools receipt={receipt} />}
          <h2>{isAll ? words.receipts.allRows : words.receipts.rejectedRows}</h2>
          <label className={tables.buttons}>
            <input type="checkbox" checked={!isAll} onChange={({ target }) => setIsAll(!target.checked)} />
            {words.receipts.onlyRejected}
          </label>
          <ReceiptRows receipt={receipt} isAll={isAll} />
        </>
      )}
    </>
  );
}
