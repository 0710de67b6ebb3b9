import { useLanguage } from '../../language/language-provider.tsx';
import tables from '../dense-table.module.css';
import { leafIndex, leafPaths } from '../preview/leaves.ts';
import { markOf, RowStatus } from '../preview/row-status.tsx';
import { useLabWords } from '../words/lab-catalogue.ts';
import type { Receipt } from './receipt-page.tsx';

const most = 1000;

/** The rows of a receipt: line, accession number, what is wrong and what to do. */
export function ReceiptRows({ receipt, isAll }: { receipt: Receipt; isAll: boolean }) {
  const { language } = useLanguage();
  const words = useLabWords();
  const { rows } = receipt;
  if (rows.length === 0) return <p>{words.receipts.noRejected}</p>;
  return (
    <>
      {rows.length === most && <p>{words.receipts.firstRows(most.toLocaleString(language))}</p>}
      <div className={tables.frame}>
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col" className={tables.number}>
                {words.receipts.line}
              </th>
              <th scope="col">{words.receipts.accession}</th>
              {isAll && <th scope="col">{words.receipts.state}</th>}
              <th scope="col">{words.receipts.field}</th>
              <th scope="col">{words.receipts.problem}</th>
              <th scope="col">{words.receipts.remedy}</th>
              <th scope="col">{words.receipts.code}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ReceiptRow key={row.index} row={row} isAll={isAll} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** One row; each further problem has a line of its own below the first. */
function ReceiptRow({ row, isAll }: { row: Receipt['rows'][number]; isAll: boolean }) {
  const words = useLabWords();
  const fieldName = (field: string) => {
    const path = leafPaths[leafIndex(field)];
    return path ? words.leaves[path] : words.preview.wholeRow;
  };
  return [...row.problems, ...(row.problems.length === 0 ? [null] : [])].map((problem, position) => (
    <tr key={problem ? `${problem.field}/${problem.code}` : 'none'} data-testid="receipt-problem">
      <td className={tables.number}>{position === 0 && (row.line ?? row.index + 1)}</td>
      <td className={tables.whole}>{position === 0 && row.accessionNumber}</td>
      {isAll && <td>{position === 0 && <RowStatus mark={markOf(row)} />}</td>}
      <td>{problem && fieldName(problem.field)}</td>
      <td className={tables.sentence}>{problem?.message}</td>
      <td className={tables.sentence}>{problem?.hint}</td>
      <td className={tables.quiet}>{problem?.code}</td>
    </tr>
  ));
}
