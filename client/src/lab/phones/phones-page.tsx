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
import { PhoneReportsDocument, type PhoneReportsQuery } from '../../schema/lab-operations.ts';
import tables from '../dense-table.module.css';
import { useLab } from '../lab-context.ts';
import { usePhoneReportWords } from './words/phone-report-catalogue.ts';

/** The phones that are not those of the patients they were given for, and what to do about them. */
export default function PhonesPage() {
  const { key } = useLocation();
  const words = usePhoneReportWords();
  const [cursors, setCursors] = useState<(string | null)[]>([null]);
  return (
    <>
      <StepHeading takesFocus={key !== 'default'}>{words.title}</StepHeading>
      {cursors.map((after, page) => (
        <PhonesPart
          key={after ?? 'first'}
          after={after}
          isLast={page === cursors.length - 1}
          onMore={(next) => setCursors((before) => [...before, next])}
        />
      ))}
    </>
  );
}

function PhonesPart({
  after,
  isLast,
  onMore,
}: {
  after: string | null;
  isLast: boolean;
  onMore(cursor: string): void;
}) {
  const words = usePhoneReportWords();
  const [{ data, error }, execute] = useQuery({
    query: PhoneReportsDocument,
    variables: { after },
    // What was corrected a moment ago is not shown once more.
    requestPolicy: 'network-only',
  });
  if (error && !data) {
    return <Problem failure={failureOf(error)} onRetry={() => execute({ requestPolicy: 'network-only' })} />;
  }
  if (!data) return <Waiting lines={6} />;
  const { edges, pageInfo } = data.phoneReports;
  const { endCursor } = pageInfo;
  if (edges.length === 0) return <p role="status">{words.none}</p>;
  return (
    <>
      {after === null && (
        <>
          <p>{words.lead}</p>
          <p>{words.whatToDo}</p>
        </>
      )}
      <div className={tables.frame}>
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col">{words.reportedAt}</th>
              <th scope="col">{words.specimens}</th>
            </tr>
          </thead>
          <tbody>
            {edges.map(({ node }) => (
              <PhoneRow key={node.id} report={node} />
            ))}
          </tbody>
        </table>
      </div>
      {isLast && pageInfo.hasNextPage && endCursor && (
        <PressButton kind="secondary" onPress={() => onMore(endCursor)}>
          {words.more}
        </PressButton>
      )}
    </>
  );
}

type PhoneReport = PhoneReportsQuery['phoneReports']['edges'][number]['node'];

function PhoneRow({ report }: { report: PhoneReport }) {
  const { language } = useLanguage();
  const { timeZone } = useLab();
  const words = usePhoneReportWords();
  return (
    <tr data-testid="phone-report">
      <td className={tables.whole}>{formatDateTime(report.reportedAt, language, timeZone)}</td>
      <td>
        <ul className={tables.inline}>
          {report.accessionNumbers.map((accession) => (
            <li key={accession}>
              <Link to="/lab/results" state={{ accession }} aria-label={words.open(accession)}>
                {accession}
              </Link>
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}
