import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { PressButton } from '../controls/press-button.tsx';
import { Problem } from '../controls/problem.tsx';
import { TextEntry } from '../controls/text-entry.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import { type Failure, failureOf } from '../network/failure.ts';
import { VerifyOtpDocument } from '../schema/operations.ts';
import styles from './code-step.module.css';
import { type Challenge, useCodeRequest } from './phone-step.tsx';
import { ResendCode } from './resend-code.tsx';

/** What a verified code gives: until when the session lasts, and whose it is. */
export interface VerifiedSession {
  expiresAt: string;
  viewer: { id: string };
}

/** Six digits out of what was typed or pasted ("123 456", "Ma: 123456"). */
export function digitsOf(typed: string): string {
  return typed.replace(/\D/g, '').slice(0, 6);
}

/** Whether the same code is worth sending again: it was not judged. */
export function canRetry(code: string): boolean {
  return code === 'OTP_UNAVAILABLE' || code === 'NETWORK';
}

/** Asks for the code in one field, which a phone may fill by itself. */
export function CodeStep({
  challenge,
  onResent,
  onChangePhone,
  onVerified,
}: {
  challenge: Challenge;
  onResent(challenge: Challenge): void;
  onChangePhone(): void;
  onVerified(session: VerifiedSession): void;
}) {
  const { words } = useLanguage();
  const [{ fetching }, verifyOtp] = useMutation(VerifyOtpDocument);
  const resend = useCodeRequest(onResent);
  const [code, setCode] = useState('');
  const [isInvalid, setIsInvalid] = useState(false);
  const [failure, setFailure] = useState<(Failure & { attemptsLeft?: number }) | null>(null);

  const verify = async () => {
    setFailure(null);
    const { data, error } = await verifyOtp({ input: { challengeId: challenge.id, code } });
    const answer = data?.verifyOtp;
    if (answer?.__typename === 'Session') onVerified(answer);
    else if (answer) setFailure(answer);
    else setFailure(error ? failureOf(error) : { code: 'UNFORESEEN' });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsInvalid(code.length !== 6);
    if (code.length === 6 && !fetching) void verify();
  };
  const problem = failure ?? resend.failure;
  const attemptsLeft = failure?.attemptsLeft;

  return (
    <form onSubmit={submit} noValidate>
      <h1>{words.signIn.codeTitle}</h1>
      <p>
        {challenge.channel === 'VOICE'
          ? words.signIn.codeCalled(challenge.maskedPhone)
          : words.signIn.codeSent(challenge.maskedPhone)}
      </p>
      <TextEntry
        label={words.signIn.code}
        error={isInvalid ? words.signIn.codeInvalid : undefined}
        value={code}
        onChange={(typed) => setCode(digitsOf(typed))}
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus
        width="short"
        testId="code-field"
      />
      {problem && (
        <Problem
          failure={problem}
          detail={attemptsLeft === undefined ? undefined : words.signIn.attemptsLeft(attemptsLeft)}
          onRetry={failure && canRetry(failure.code) ? () => void verify() : undefined}
        />
      )}
      <div className={styles.actions}>
        <PressButton type="submit" isPending={fetching}>
          {words.signIn.verify}
        </PressButton>
        <ResendCode
          resendAfter={challenge.resendAfter}
          channels={challenge.channels}
          isPending={resend.isRequesting}
          onResend={(channel) => {
            setFailure(null);
            void resend.request(challenge.phone, channel);
          }}
        />
        <PressButton kind="link" onPress={onChangePhone}>
          {words.signIn.changePhone}
        </PressButton>
      </div>
    </form>
  );
}
