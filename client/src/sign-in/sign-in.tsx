import { useState } from 'react';
import { Doors } from '../app/doors.tsx';
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
  const { title, lead } = {
    citizen: { title: words.signIn.citizenTitle, lead: words.signIn.citizenLead },
    officer: { title: words.signIn.officerTitle, lead: words.signIn.officerLead },
    laboratory: { title: words.signIn.laboratoryTitle, lead: words.signIn.laboratoryLead },
    helpDesk: { title: words.signIn.helpDeskTitle, lead: words.signIn.helpDeskLead },
    authority: { title: words.signIn.authorityTitle, lead: words.signIn.authorityLead },
  }[door];
  return (
    <PageFrame title={title} footer={<Doors except={door} />}>
      {challenge === null ? (
        <PhoneStep
          title={title}
          lead={lead}
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
