import { formatDateTime } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { useAuthorityWords } from '../words/authority-catalogue.ts';
import { timeZone } from './moment.ts';
import styles from './rules.module.css';
import { type RuleSet, versionsToCome } from './use-rule-sets.ts';

/** Where a set holds, which of its versions is in force, which are to come, and who goes by it. */
export function SetFacts({ set }: { set: RuleSet }) {
  const { language } = useLanguage();
  const words = useAuthorityWords().rules;
  const tell = ({ version, validFrom }: RuleSet['versions'][number]) =>
    validFrom
      ? `${words.version(version)}, ${words.since(formatDateTime(validFrom, language, timeZone))}`
      : `${words.version(version)}, ${words.ready}`;
  const inForce = set.versions.find(({ isInForce }) => isInForce);
  const toCome = versionsToCome(set);
  const facts = [
    [words.code, set.code],
    [words.jurisdiction, set.jurisdiction],
    [words.inForce, inForce ? tell(inForce) : words.none],
    ...(toCome.length > 0 ? [[words.toCome, toCome.map(tell).join('; ')]] : []),
    [words.checkpoints, set.checkpoints.map(({ name }) => name ?? '').join(', ') || words.noCheckpoint],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name} className={styles.pair}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
