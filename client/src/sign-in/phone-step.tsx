import { type FormEvent, Suspense, useState } from 'react';
import { useMutation } from 'urql';
import { PressButton } from '../controls/press-button.tsx';
import { Problem } from '../controls/problem.tsx';
import { StepHeading } from '../controls/step-heading.tsx';
import { TextEntry } from '../controls/text-entry.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import { type Failure, failureOf } from '../network/failure.ts';
import { type OtpChannel, RequestOtpDocument } from '../schema/operations.ts';
import { toE164 } from './phone-number.ts';
import { OtherWays } from './resend-code.tsx';

/** A code on its way, and the number (E.164) it was asked for. */
export interface Challenge {
  id: string;
  phone: string;
  maskedPhone: string;
  resendAfter: string;
  /** How a code may travel here, and how this one does. */
  channels: readonly OtpChannel[];
  channel: OtpChannel;
}

/** The function that asks for a code, what it is doing, and why it failed. */
export function useCodeRequest(onChallenge: (challenge: Challenge) => void) {
  const { language } = useLanguage();
  const [{ fetching }, requestOtp] = useMutation(RequestOtpDocument);
  const [failure, setFailure] = useState<(Failure & { channels?: readonly OtpChannel[] }) | null>(null);
  const request = async (phone: string, channel: OtpChannel = 'SMS') => {
    setFailure(null);
    const { data, error } = await requestOtp({ input: { phone, channel, locale: language } });
    const answer = data?.requestOtp;
    if (answer?.__typename === 'OtpChallenge') onChallenge({ ...answer, phone, channel });
    else if (answer) setFailure(answer);
    else setFailure(error ? failureOf(error) : { code: 'UNFORESEEN' });
  };
  return { request, isRequesting: fetching, failure };
}

/** Asks for the phone number and sends the code. */
export function PhoneStep({
  title,
  lead,
  isLaterStep = false,
  phone,
  onPhoneChange,
  onChallenge,
}: {
  title: string;
  lead: string;
  /** Whether another step of the page stood here before. */
  isLaterStep?: boolean;
  phone: string;
  onPhoneChange(phone: string): void;
  onChallenge(challenge: Challenge): void;
}) {
  const { words } = useLanguage();
  const { request, isRequesting, failure } = useCodeRequest(onChallenge);
  const [isInvalid, setIsInvalid] = useState(false);
  const number = toE164(phone);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setIsInvalid(number === null);
    if (number !== null && !isRequesting) void request(number);
  };
  return (
    <form onSubmit={send} noValidate>
      <StepHeading takesFocus={isLaterStep}>{title}</StepHeading>
      <p>{lead}</p>
      <TextEntry
        label={words.signIn.phone}
        hint={words.signIn.phoneHint}
        error={isInvalid ? words.signIn.phoneInvalid : undefined}
        value={phone}
        onChange={onPhoneChange}
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        testId="phone-field"
      />
      {failure && <Problem failure={failure} />}
      {failure?.code === 'OTP_BLOCKED' && number !== null && (
        <Suspense fallback={null}>
          <OtherWays
            canCall={failure.channels?.includes('VOICE') ?? false}
            isPending={isRequesting}
            onCall={() => void request(number, 'VOICE')}
          />
        </Suspense>
      )}
      <PressButton type="submit" isPending={isRequesting}>
        {words.signIn.sendCode}
      </PressButton>
    </form>
  );
}
