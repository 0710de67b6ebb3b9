import { useState } from 'react';
import { Link } from 'react-router';
import { PageFrame } from '../app/page-frame.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import { useSession } from '../session/session-provider.tsx';
import type { Door } from '../session/viewer-gate.tsx';
import { CodeStep } from './code-step.tsx';
import { type Challenge, PhoneStep } from './phone-step.tsx';

/** Sign-in for a door of the app: the phone number, then the code sent to it. */
export function SignIn({ door }: { door: Door }) {
  const { words } = useLanguage();
  const session = useSession();
  const [phone, setPhone] = useState('');
  const [challenge, setChallenge] = useState<Challenge | null>(null);
  const isOfficer = door === 'officer';
  return (
    <PageFrame
      title={isOfficer ? words.signIn.officerTitle : words.signIn.citizenTitle}
      footer={
        isOfficer ? (
          <Link to="/">{words.doors.citizen}</Link>
        ) : (
          <Link to="/verify">{words.doors.officer}</Link>
        )
      }
    >
      {challenge === null ? (
        <PhoneStep
          title={isOfficer ? words.signIn.officerTitle : words.signIn.citizenTitle}
          lead={isOfficer ? words.signIn.officerLead : words.signIn.citizenLead}
          phone={phone}
          onPhoneChange={setPhone}
          onChallenge={setChallenge}
        />
      ) : (
        <CodeStep
          challenge={challenge}
          onResent={setChallenge}
          onChangePhone={() => setChallenge(null)}
          onVerified={({ expiresAt }) => session.began(expiresAt, challenge.phone)}
        />
      )}
    </PageFrame>
  );
}
