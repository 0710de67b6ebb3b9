import { useState } from 'react';
import { PressButton } from '../controls/press-button.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import { useSession } from '../session/session-provider.tsx';
import type { Viewer } from '../session/viewer-gate.tsx';
import { CodeStep } from './code-step.tsx';
import { type Challenge, PhoneStep } from './phone-step.tsx';

/** A fresh code from somebody who is signed in already, asked before a QR code opens or what else needs it is done. */
export function StepUp({
  viewer,
  lead,
  onVerified,
  onCancel,
  cancel,
}: {
  viewer: Viewer;
  /** What the code is for, where no QR code opens. */
  lead?: string;
  onVerified(): void;
  onCancel(): void;
  /** What leaving says, where it does not lead back to results. */
  cancel?: string;
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
          lead={lead ?? words.signIn.stepUpLead(viewer.maskedPhone)}
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
        {cancel ?? words.signIn.stepUpCancel}
      </PressButton>
    </>
  );
}
