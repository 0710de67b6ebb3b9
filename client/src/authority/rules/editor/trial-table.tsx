import type { TriedSampleFactsFragment } from '../../../schema/authority-operations.ts';
import { useAuthorityWords } from '../../words/authority-catalogue.ts';
import styles from './trial-table.module.css';
import { VerdictMark } from './verdict-mark.tsx';

/** Whether a sample would be decided otherwise than now. */
export function isChanged({ verdict, verdictNow }: TriedSampleFactsFragment): boolean {
  return verdictNow !== null && verdictNow !== verdict;
}

/** Each sample: what is decided now, what would be, and what each rule made of it. */
export function TrialTable({ samples }: { samples: readonly TriedSampleFactsFragment[] }) {
  const words = useAuthorityWords().trial;
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          {[words.sample, words.now, words.after].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {samples.map((sample) => (
          <SampleRow key={sample.id} sample={sample} />
        ))}
      </tbody>
    </table>
  );
}

function SampleRow({ sample }: { sample: TriedSampleFactsFragment }) {
  const words = useAuthorityWords().trial;
  const { id, description, verdict, verdictNow, rules } = sample;
  const differs = isChanged(sample);
  return (
    <tr
      data-testid="sample"
      data-sample={id}
      data-now={verdictNow ?? ''}
      data-after={verdict}
      data-changed={differs}
    >
      <th scope="row">
        {description}
        <ul className={styles.rules}>
          {rules.map((rule) => (
            <li key={rule.id}>
              {rule.id === 'NO_RULES' ? words.noRule : `${rule.id}: ${words.outcomes[rule.outcome]}`}
            </li>
          ))}
        </ul>
      </th>
      <td>{verdictNow ? <VerdictMark verdict={verdictNow} /> : words.noVerdict}</td>
      <td>
        <VerdictMark verdict={verdict} />
        {differs && (
          <strong className={styles.changed}>
            <span aria-hidden="true">≠ </span>
            {words.changed}
          </strong>
        )}
      </td>
    </tr>
  );
}
