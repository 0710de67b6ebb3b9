import { Link, useLocation } from 'react-router';
import { Problem } from '../../controls/problem.tsx';
import { StepHeading } from '../../controls/step-heading.tsx';
import { Waiting } from '../../controls/waiting.tsx';
import { useLanguage } from '../../language/language-provider.tsx';
import { useAuthorityWords } from '../words/authority-catalogue.ts';
import styles from './rules.module.css';
import { SetFacts } from './set-facts.tsx';
import { nameOf, useRuleSets } from './use-rule-sets.ts';

/** The sets of rules, each with the version in force, those to come, and the checkpoints that go by it. */
export function RulesPage() {
  const { key } = useLocation();
  const { language } = useLanguage();
  const words = useAuthorityWords().rules;
  const { sets, failure, retry } = useRuleSets();
  return (
    <>
      <StepHeading takesFocus={key !== 'default'}>{words.title}</StepHeading>
      <p>{words.lead}</p>
      {failure && <Problem failure={failure} onRetry={retry} />}
      {!sets && !failure && <Waiting lines={6} />}
      {sets && (
        <>
          <ul className={styles.list}>
            {sets.map((set) => (
              <li key={set.code} data-testid="rule-set" data-code={set.code}>
                <h2>
                  <Link to={`/authority/rules/${set.code}`}>{nameOf(set, language)}</Link>
                </h2>
                <SetFacts set={set} />
              </li>
            ))}
          </ul>
          <Link to="/authority/rules/new" className={styles.link}>
            {words.add}
          </Link>
        </>
      )}
    </>
  );
}
