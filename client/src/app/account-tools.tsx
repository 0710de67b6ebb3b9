import { useState } from 'react';
import { Link } from 'react-router';
import { useMutation } from 'urql';
import { PressButton } from '../controls/press-button.tsx';
import { Problem } from '../controls/problem.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import { type Failure, failureOf } from '../network/failure.ts';
import { SignOutDocument } from '../schema/operations.ts';
import { useSession } from '../session/session-provider.tsx';
import styles from './account-tools.module.css';

/** Ends the session on this device; says so if it could not, for the cookies then still hold it. */
export function AccountTools() {
  const { words } = useLanguage();
  const { ended } = useSession();
  const [{ fetching }, signOut] = useMutation(SignOutDocument);
  const [failure, setFailure] = useState<Failure | null>(null);
  const leave = async () => {
    const { error } = await signOut({});
    if (error?.networkError) setFailure(failureOf(error));
    else ended();
  };
  return (
    <>
      {failure && <Problem failure={failure} />}
      <Link to="/account" className={styles.link}>
        {words.account}
      </Link>
      <PressButton kind="link" isPending={fetching} onPress={leave}>
        {words.signOut}
      </PressButton>
    </>
  );
}
