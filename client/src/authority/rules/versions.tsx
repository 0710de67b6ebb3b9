import { Link } from 'react-router';
import { formatDateTime } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { useAuthorityWords } from '../words/authority-catalogue.ts';
import { timeZone } from './moment.ts';
import styles from './rules.module.css';
import { type RuleSet, versionsToCome } from './use-rule-sets.ts';

/** Every version of a set, the newest first: since when, whether it counts, and the decision that it follows. */
export function Versions({ set }: { set: RuleSet }) {
  const { language } = useLanguage();
  const words = useAuthorityWords();
  const toCome = new Set(versionsToCome(set));
  const stateOf = (version: RuleSet['versions'][number]) => {
    if (version.isInForce) return words.set.states.inForce;
    return toCome.has(version) ? words.set.states.toCome : words.set.states.replaced;
  };
  return (
    <section aria-labelledby="versions-title" className={styles.section}>
      <h2 id="versions-title">{words.set.versions}</h2>
      <ol className={styles.list}>
        {set.versions.map((version) => (
          <li key={version.version} data-testid="rule-version" data-version={version.version}>
            <h3>
              {words.set.version} {version.version}: {stateOf(version)}
            </h3>
            <dl className={styles.facts}>
              <div className={styles.pair}>
                <dt>{words.set.from}</dt>
                <dd>
                  {version.validFrom
                    ? formatDateTime(version.validFrom, language, timeZone)
                    : words.set.always}
                </dd>
              </div>
              <div className={styles.pair}>
                <dt>{words.set.note}</dt>
                <dd>{version.note ?? words.rules.ready}</dd>
              </div>
            </dl>
            <Link to={`/authority/rules/${set.code}/edit?from=${version.version}`} data-testid="edit-from">
              {words.set.editFrom(version.version)}
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}
