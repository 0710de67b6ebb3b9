import { Link, useParams } from 'react-router';
import { Problem } from '../../controls/problem.tsx';
import { StepHeading } from '../../controls/step-heading.tsx';
import { Waiting } from '../../controls/waiting.tsx';
import { useLanguage } from '../../language/language-provider.tsx';
import { useAuthorityWords } from '../words/authority-catalogue.ts';
import { AssignCheckpoint } from './assign-checkpoint.tsx';
import { rulesIn } from './editor/dcc-rule.ts';
import styles from './rules.module.css';
import { SetFacts } from './set-facts.tsx';
import { nameOf, type RuleSet, useRuleSets } from './use-rule-sets.ts';
import { Versions } from './versions.tsx';

/** One set of rules: what officers read, its versions, and which checkpoints go by it. */
export function SetPage() {
  const { code } = useParams();
  const words = useAuthorityWords().rules;
  const { sets, failure, retry } = useRuleSets();
  const set = sets?.find((each) => each.code === code);
  return (
    <>
      <Link to="/authority" className={styles.link}>
        {words.back}
      </Link>
      {failure && <Problem failure={failure} onRetry={retry} />}
      {!sets && !failure && <Waiting lines={6} />}
      {sets && !set && <p>{words.missing}</p>}
      {sets && set && <OpenSet set={set} sets={sets} />}
    </>
  );
}

function OpenSet({ set, sets }: { set: RuleSet; sets: readonly RuleSet[] }) {
  const { language } = useLanguage();
  const words = useAuthorityWords().set;
  const inForce = set.versions.find(({ isInForce }) => isInForce);
  const rules = (inForce && rulesIn(inForce.rules)) ?? [];
  return (
    <div data-testid="open-set">
      <StepHeading>{nameOf(set, language)}</StepHeading>
      <SetFacts set={set} />
      <h2>{words.rules}</h2>
      <ul>
        {rules.map(({ Identifier, Version, Description }) => (
          <li key={`${Identifier} ${Version}`}>
            {Description.find(({ lang }) => lang === language)?.desc ?? Identifier}
          </li>
        ))}
      </ul>
      <Link to={`/authority/rules/${set.code}/edit`} className={styles.link} data-testid="edit-rules">
        {words.edit}
      </Link>
      <Versions set={set} />
      <AssignCheckpoint set={set} sets={sets} />
    </div>
  );
}
