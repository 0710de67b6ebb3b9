import { formatDateTime } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { plainOutcome } from '../../results/plain-outcome.ts';
import type { OwnResultDetailFragment } from '../../schema/lab-operations.ts';
import tables from '../dense-table.module.css';
import { useLab } from '../lab-context.ts';
import { useLabWords } from '../words/lab-catalogue.ts';

/** Every version of a result, newest first, with the reason that the laboratory gave. */
export function ResultHistory({ result }: { result: OwnResultDetailFragment }) {
  const { language, words: app } = useLanguage();
  const { timeZone } = useLab();
  const words = useLabWords();
  const names = [words.results.changedAt, words.results.status, words.results.outcome, words.results.reason];
  return (
    <>
      <h2>{words.results.history}</h2>
      <div className={tables.frame}>
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col" className={tables.number}>
                {words.results.version}
              </th>
              {names.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {result.history.map((revision) => (
              <tr key={revision.version} data-testid="revision">
                <td className={tables.number}>{revision.version}</td>
                <td className={tables.whole}>{formatDateTime(revision.changedAt, language, timeZone)}</td>
                <td>{words.results.statusOf[revision.status]}</td>
                <td>{app.results.outcome[plainOutcome(revision)]}</td>
                <td className={tables.sentence}>{revision.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
