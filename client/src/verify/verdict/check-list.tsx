import { useLanguage } from '../../language/language-provider.tsx';
import type { Verification } from '../scanner/use-verification.ts';
import styles from './verdict-screen.module.css';
import { VerdictShape } from './verdict-shape.tsx';

type Verdict = Verification['verdict'];

const verdictOfRule: Record<Verification['rules'][number]['outcome'], Verdict> = {
  PASSED: 'PASS',
  FAILED: 'FAIL',
  OPEN: 'UNKNOWN',
};

function verdictOfStatus(status: Verification['status']): Verdict {
  if (status === 'ACTIVE') return 'PASS';
  return status === 'UNKNOWN' ? 'UNKNOWN' : 'FAIL';
}

/** Each check by itself: signature, status, then every rule. */
export function CheckList({ verification }: { verification: Verification }) {
  const { words } = useLanguage();
  const { signature, status, rules } = verification;
  return (
    <>
      <h2 className={styles.checksTitle}>{words.verify.checks}</h2>
      <ul className={styles.checks}>
        <Check
          verdict={signature === 'VALID' ? 'PASS' : 'FAIL'}
          outcome={words.verify.signatureValue[signature]}
        >
          {words.verify.signature}
        </Check>
        <Check verdict={verdictOfStatus(status)} outcome={words.verify.statusValue[status]}>
          {words.verify.status}
        </Check>
        {rules.map(({ id, description, outcome }) => (
          <Check key={id} verdict={verdictOfRule[outcome]} outcome={words.verify.ruleOutcome[outcome]}>
            {description.replace(/\.$/, '')}
          </Check>
        ))}
      </ul>
    </>
  );
}

function Check({ verdict, outcome, children }: { verdict: Verdict; outcome: string; children: string }) {
  return (
    <li className={styles.check}>
      <VerdictShape verdict={verdict} className={styles.checkShape} />
      <span>
        {children}: <strong>{outcome}</strong>
      </span>
    </li>
  );
}
