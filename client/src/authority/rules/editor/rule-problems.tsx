import type { RuleProblemFactsFragment } from '../../../schema/authority-operations.ts';
import { useAuthorityWords } from '../../words/authority-catalogue.ts';
import styles from './trial-table.module.css';

/** Where rules leave their format: the place in the JSON, and what to do there. */
export function RuleProblems({ problems }: { problems: readonly RuleProblemFactsFragment[] }) {
  const words = useAuthorityWords().trial;
  return (
    <div role="alert" data-testid="rule-problems">
      <p>
        <strong>{words.problems}</strong>
      </p>
      <dl className={styles.problems}>
        {problems.map(({ path, code, hint }) => (
          <div key={`${path} ${code}`} data-path={path} data-code={code}>
            <dt>{path === '' ? words.whole : path}</dt>
            <dd>
              {hint} ({code})
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
