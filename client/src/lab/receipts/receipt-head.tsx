import { Link, useLocation } from 'react-router';
import { StepHeading } from '../../controls/step-heading.tsx';
import { formatDateTime } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import type { ReceiptFactsFragment } from '../../schema/lab-operations.ts';
import tables from '../dense-table.module.css';
import { useLab } from '../lab-context.ts';
import { RowStatus } from '../preview/row-status.tsx';
import { Progress } from '../sending/progress.tsx';
import { useLabWords } from '../words/lab-catalogue.ts';

/** What became of a submission in one sentence, and its counts. */
export function ReceiptHead({ receipt }: { receipt: ReceiptFactsFragment }) {
  const { language } = useLanguage();
  const { timeZone } = useLab();
  const words = useLabWords();
  const { state } = useLocation() as { state: { wasJustSent?: boolean } | null };
  const count = (value: number) => value.toLocaleString(language);
  const counts = { ACCEPTED: receipt.accepted, DUPLICATE: receipt.duplicates, REJECTED: receipt.rejected };
  return (
    <>
      <StepHeading>{words.receipts.one(formatDateTime(receipt.receivedAt, language, timeZone))}</StepHeading>
      {receipt.state === 'PROCESSING' && <Progress receipt={receipt} isLost={false} />}
      {receipt.state === 'COMPLETE' && (
        <p role="status" data-testid="receipt-outcome">
          <strong>
            {receipt.rejected > 0
              ? words.receipts.sentSomeRejected(count(receipt.rejected))
              : words.receipts.sentNoneRejected}
          </strong>
        </p>
      )}
      <dl className={tables.facts} data-testid="receipt-counts">
        <dt>{words.receipts.rows}</dt>
        <dd>{count(receipt.rowCount)}</dd>
        {(['ACCEPTED', 'DUPLICATE', 'REJECTED'] as const).map((mark) => (
          <div key={mark} className={tables.pair}>
            <dt>
              <RowStatus mark={mark} />
            </dt>
            <dd data-mark={mark}>{count(counts[mark])}</dd>
          </div>
        ))}
      </dl>
      {state?.wasJustSent && (
        <p>
          <Link to="/lab">{words.receipts.sendAnother}</Link>
        </p>
      )}
    </>
  );
}
