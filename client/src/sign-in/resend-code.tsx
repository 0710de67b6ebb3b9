import { formatSeconds } from '../controls/countdown.ts';
import { PressButton } from '../controls/press-button.tsx';
import { useSecondsUntil } from '../controls/use-seconds-until.ts';
import { useLanguage } from '../language/language-provider.tsx';
import styles from './code-step.module.css';

/** Offers a new code once `resendAfter` has come, and counts down until then. */
export function ResendCode({
  resendAfter,
  isPending,
  onResend,
}: {
  resendAfter: string;
  isPending: boolean;
  onResend(): void;
}) {
  const { words } = useLanguage();
  const left = useSecondsUntil(resendAfter);
  if (left > 0) return <p className={styles.wait}>{words.signIn.resendIn(formatSeconds(left))}</p>;
  return (
    <PressButton kind="secondary" isPending={isPending} onPress={onResend}>
      {words.signIn.resend}
    </PressButton>
  );
}
