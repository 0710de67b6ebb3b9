import { useMemo } from 'react';
import type { Catalogue, Language } from '../language/catalogue.ts';
import { formatDateTime } from '../language/format-date.ts';
import { useLanguage } from '../language/language-provider.tsx';
import type { Failure } from '../network/failure.ts';
import { serverNow } from '../network/server-clock.ts';
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
  const { words, language } = useLanguage();
  // Once for a failure: a longer look at it must not put the time off.
  const wait = useMemo(() => waitOf(failure, words, language), [failure, words, language]);
  const known: Record<string, string | undefined> = words.errors;
  return (
    <div className={styles.problem} role="alert" data-code={failure.code}>
      <p className={styles.message}>
        {failure.message ?? known[failure.code] ?? words.errors.UNFORESEEN}
        {wait && ` ${wait}`}
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

const anHour = 3_600;

/** When it is worth trying again: by a clock that counts, or, for a long time, by the day and the hour. */
export function waitOf({ retryAfter }: Failure, words: Catalogue, language: Language): string | undefined {
  if (retryAfter === undefined) return undefined;
  if (retryAfter <= anHour) return words.signIn.retryIn(formatSeconds(retryAfter));
  const until = new Date(serverNow() + retryAfter * 1000).toISOString();
  return words.signIn.retryAt(formatDateTime(until, language));
}
