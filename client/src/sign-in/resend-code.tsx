import { lazy, Suspense } from 'react';
import { formatSeconds } from '../controls/countdown.ts';
import { PressButton } from '../controls/press-button.tsx';
import { useSecondsUntil } from '../controls/use-seconds-until.ts';
import { useLanguage } from '../language/language-provider.tsx';
import type { OtpChannel } from '../schema/operations.ts';
import styles from './code-step.module.css';

/** Other ways to a code, loaded when one is needed. */
export const OtherWays = lazy(() =>
  // Where the network fails, the step goes on without it.
  import('./other-ways.tsx').catch(() => ({ default: () => <></> })),
);

/** Offers a new code, or another way to one, once `resendAfter` has come, and counts down until then. */
export function ResendCode({
  resendAfter,
  channels,
  isPending,
  onResend,
}: {
  resendAfter: string;
  channels: readonly OtpChannel[];
  isPending: boolean;
  onResend(channel: OtpChannel): void;
}) {
  const { words } = useLanguage();
  const left = useSecondsUntil(resendAfter);
  if (left > 0) return <p className={styles.wait}>{words.signIn.resendIn(formatSeconds(left))}</p>;
  return (
    <>
      <PressButton kind="secondary" isPending={isPending} onPress={() => onResend('SMS')}>
        {words.signIn.resend}
      </PressButton>
      <Suspense fallback={null}>
        <OtherWays
          canCall={channels.includes('VOICE')}
          isPending={isPending}
          onCall={() => onResend('VOICE')}
        />
      </Suspense>
    </>
  );
}
