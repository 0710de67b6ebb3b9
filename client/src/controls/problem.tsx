import { useLanguage } from '../language/language-provider.tsx';
import type { Failure } from '../network/failure.ts';
import { formatSeconds } from './countdown.ts';
import { PressButton } from './press-button.tsx';
import styles from './problem.module.css';

/** What went wrong, what to do, and the code for the help desk. */
export function Problem({
  failure,
  detail,
  onRetry,
}: {
  failure: Failure;
  detail?: string;
  onRetry?: () => void;
}) {
  const { words } = useLanguage();
  const known: Record<string, string | undefined> = words.errors;
  return (
    <div className={styles.problem} role="alert" data-code={failure.code}>
      <p className={styles.message}>
        {failure.message ?? known[failure.code] ?? words.errors.UNFORESEEN}
        {failure.retryAfter !== undefined && ` ${words.signIn.retryIn(formatSeconds(failure.retryAfter))}`}
        {detail && ` ${detail}`}
      </p>
      <p className={styles.code}>{words.errorCode(failure.code)}</p>
      {onRetry && (
        <PressButton kind="secondary" onPress={onRetry}>
          {words.tryAgain}
        </PressButton>
      )}
    </div>
  );
}
