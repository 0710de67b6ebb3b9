import { PressButton } from '../../controls/press-button.tsx';
import { formatDateTime } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import type { SigningKeyFactsFragment } from '../../schema/authority-operations.ts';
import { timeZone } from '../rules/moment.ts';
import styles from '../rules/rules.module.css';
import { useKeysWords } from './words/keys-catalogue.ts';

/** One key: what it does now, its times, where it is kept, and why it was revoked. */
export function KeyItem({ signingKey, onRevoke }: { signingKey: SigningKeyFactsFragment; onRevoke(): void }) {
  const { language } = useLanguage();
  const words = useKeysWords();
  const { kid, state, algorithm, vault, signsFrom, signsUntil, notAfter, revokedAt, revokedReason } =
    signingKey;
  const time = (instant: string) => formatDateTime(instant, language, timeZone);
  const facts = [
    [words.state, words.states[state]],
    [words.algorithm, algorithm],
    [words.vault, vault],
    [
      words.signs,
      signsUntil ? words.between(time(signsFrom), time(signsUntil)) : words.from(time(signsFrom)),
    ],
    [words.believedUntil, time(notAfter)],
    ...(revokedAt ? [[words.revoked, words.reasonAt(time(revokedAt), revokedReason ?? '')]] : []),
  ];
  return (
    <li data-testid="signing-key" data-kid={kid} data-state={state}>
      <h2>{kid}</h2>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name} className={styles.pair}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {state !== 'REVOKED' && state !== 'EXPIRED' && (
        <PressButton kind="link" onPress={onRevoke} testId="revoke-signing-key">
          {words.revokeOne(kid)}
        </PressButton>
      )}
    </li>
  );
}
