import { useMutation } from 'urql';
import { PressButton } from '../controls/press-button.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import { SignOutDocument } from '../schema/operations.ts';
import { useSession } from '../session/session-provider.tsx';

/** Ends the session on this device. */
export function AccountTools() {
  const { words } = useLanguage();
  const { ended } = useSession();
  const [{ fetching }, signOut] = useMutation(SignOutDocument);
  const leave = async () => {
    const { error } = await signOut({});
    if (error?.networkError === undefined) ended();
  };
  return (
    <PressButton kind="link" isPending={fetching} onPress={leave}>
      {words.signOut}
    </PressButton>
  );
}
