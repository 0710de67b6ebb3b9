import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { PressButton } from '../controls/press-button.tsx';
import { StepHeading } from '../controls/step-heading.tsx';
import { useSession } from '../session/session-provider.tsx';
import type { EndedAccountFacts } from './account-page.tsx';
import { useAccountWords } from './words/account-catalogue.ts';

/** What was deleted and what is kept, and why: the last that an ended account is shown. */
export function EndedAccount({ facts }: { facts: EndedAccountFacts }) {
  const words = useAccountWords().end;
  const { observed, ended } = useSession();
  const navigate = useNavigate();
  // biome-ignore lint/correctness/useExhaustiveDependencies: forgotten once, whether or not the page is left by its button.
  useEffect(() => observed(false), []);
  const leave = async () => {
    await navigate('/');
    ended();
  };
  return (
    <div data-testid="ended-account">
      <StepHeading>{words.doneTitle}</StepHeading>
      <h2>{words.deleted}</h2>
      <ul>
        {facts.deleted.map((what) => (
          <li key={what}>{what}</li>
        ))}
      </ul>
      <h2>{words.kept}</h2>
      <dl>
        {facts.kept.map(({ what, why }) => (
          <div key={what}>
            <dt>
              <strong>{what}</strong>
            </dt>
            <dd>{why}</dd>
          </div>
        ))}
      </dl>
      <PressButton onPress={() => void leave()} testId="leave-ended">
        {words.leave}
      </PressButton>
    </div>
  );
}
