import { Link } from 'react-router';
import { useQuery } from 'urql';
import { PhoneReportsDocument } from '../../schema/lab-operations.ts';
import { useLabWords } from '../words/lab-catalogue.ts';

/** Beside a receipt: rows were stored, and some carry a phone that is not the patient's. Nothing where none does. */
export function PhoneReportHint() {
  const words = useLabWords();
  const [{ data }] = useQuery({
    query: PhoneReportsDocument,
    variables: { after: null },
    requestPolicy: 'network-only',
  });
  if (!data?.phoneReports.edges.length) return null;
  return (
    <p data-testid="phone-report-hint">
      {words.receipts.wrongPhones} <Link to="/lab/phones">{words.receipts.openWrongPhones}</Link>
    </p>
  );
}
