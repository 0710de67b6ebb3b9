import { useState } from 'react';
import { PressButton } from '../controls/press-button.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import { useSession } from '../session/session-provider.tsx';
import type { Viewer } from '../session/viewer-gate.tsx';
import { CodeStep } from './code-step.tsx';
import { type Challenge, PhoneStep } from './phone-step.tsx';

/** A fresh code from somebody who is signed in already, asked before a QR code opens. */
export function StepUp({
  viewer,
  onVerified,
  onCancel,
}: {
  viewer: Viewer;
  onVerified(): void;
  onCancel(): void;
}) {
  const { words } = useLanguage();
  const session = useSession();
  const [phone, setPhone] = useState(session.phone ?? '');
  const [challenge, setChallenge] = useState<Challenge | null>(null);
  return (
    <>
      {challenge === null ? (
        <PhoneStep
          title={words.signIn.stepUpTitle}
          isLaterStep
          lead={words.signIn.stepUpLead(viewer.maskedPhone)}
          phone={phone}
          onPhoneChange={setPhone}
          onChallenge={setChallenge}
        />
      ) : (
        <CodeStep
          challenge={challenge}
          onResent={setChallenge}
          onChangePhone={() => setChallenge(null)}
          onVerified={(verified) => {
            const sameViewer = verified.viewer.id === viewer.id;
            session.began(verified.expiresAt, challenge.phone, sameViewer);
            if (sameViewer) onVerified();
          }}
        />
      )}
      <PressButton kind="link" onPress={onCancel}>
        {words.signIn.stepUpCancel}
      </PressButton>
    </>
  );
}
