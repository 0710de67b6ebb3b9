import { useQuery } from 'urql';
import { formatDateTime } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { RecallsDocument } from '../../schema/lab-operations.ts';
import tables from '../dense-table.module.css';
import { useLab } from '../lab-context.ts';
import { useLabWords } from '../words/lab-catalogue.ts';

/** The recalls so far, newest first. */
export function PastRecalls() {
  const { language } = useLanguage();
  const { timeZone } = useLab();
  const words = useLabWords();
  const [{ data }] = useQuery({ query: RecallsDocument });
  const recalls = data?.recalls.edges.map(({ node }) => node) ?? [];
  if (recalls.length === 0) return null;
  const names = [words.recall.startedAt, words.results.run, words.results.reason, words.receipts.state];
  return (
    <>
      <h2>{words.recall.past}</h2>
      <div className={tables.frame}>
        <table className={tables.table}>
          <thead>
            <tr>
              {names.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col" className={tables.number}>
                {words.recall.withdrawnCount}
              </th>
            </tr>
          </thead>
          <tbody>
            {recalls.map(({ id, startedAt, run, reason, state, withdrawn }) => (
              <tr key={id}>
                <td className={tables.whole}>{formatDateTime(startedAt, language, timeZone)}</td>
                <td>{[run.id, run.instrument, run.kitLot].filter(Boolean).join(', ')}</td>
                <td className={tables.sentence}>{reason}</td>
                <td>{words.receipts.stateOf[state]}</td>
                <td className={tables.number}>{withdrawn.toLocaleString(language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
