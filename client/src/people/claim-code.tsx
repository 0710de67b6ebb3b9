import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { PressButton } from '../controls/press-button.tsx';
import { Problem } from '../controls/problem.tsx';
import { TextEntry } from '../controls/text-entry.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import { type Failure, failureOf } from '../network/failure.ts';
import { RedeemClaimCodeDocument } from '../schema/operations.ts';

/** Opens a person by a code that a help desk handed out. */
export default function ClaimCode({ onClaimed }: { onClaimed(): void }) {
  const { words } = useLanguage();
  const [{ fetching }, redeem] = useMutation(RedeemClaimCodeDocument);
  const [code, setCode] = useState('');
  const [slip, setSlip] = useState<string>();
  const [failure, setFailure] = useState<(Failure & { attemptsLeft?: number | null }) | null>(null);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setSlip(undefined);
    setFailure(null);
    if (fetching || !code.trim()) return;
    const { data, error } = await redeem({ input: { code } });
    const answer = data?.redeemClaimCode;
    if (answer?.__typename === 'Person') onClaimed();
    else if (answer?.code === 'CLAIM_CODE_MISTYPED') setSlip(answer.message);
    else setFailure(answer ?? (error ? failureOf(error) : { code: 'UNFORESEEN' }));
  };
  const left = failure?.attemptsLeft;
  return (
    <form onSubmit={(event) => void send(event)} noValidate>
      <TextEntry
        label={words.people.claimCode}
        hint={words.people.claimCodeHint}
        error={slip}
        errorCode={slip && 'CLAIM_CODE_MISTYPED'}
        value={code}
        onChange={setCode}
        autoComplete="off"
        maxLength={30}
        testId="claim-code-field"
      />
      {failure && (
        <Problem failure={failure} detail={left == null ? undefined : words.signIn.attemptsLeft(left)} />
      )}
      <PressButton type="submit" isPending={fetching} testId="claim-code-send">
        {words.people.open}
      </PressButton>
    </form>
  );
}
