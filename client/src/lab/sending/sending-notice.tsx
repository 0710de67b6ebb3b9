import { Link, useLocation } from 'react-router';
import { PressButton } from '../../controls/press-button.tsx';
import { useFileWork } from '../file/file-work.tsx';
import { useLabWords } from '../words/lab-catalogue.ts';
import styles from './sending-notice.module.css';
import { useSending } from './sending-provider.tsx';

/** On the other parts of the page: that a file is being sent, or that its receipt is there. */
export function SendingNotice() {
  const words = useLabWords();
  const { state, dismiss } = useSending();
  const { desk } = useFileWork();
  const { pathname } = useLocation();
  if (state.kind === 'idle' || pathname === '/lab') return null;
  // What was received lies no longer on the desk.
  const settle = () => {
    desk.clear();
    dismiss();
  };
  const isHere = state.kind === 'received' && pathname === `/lab/receipts/${state.receipt.id}`;
  if (isHere) return null;
  return (
    <p className={styles.notice} role="status" data-testid="sending-notice">
      {state.kind === 'received' ? (
        <>
          <Link to={`/lab/receipts/${state.receipt.id}`} onClick={settle}>
            {words.receipts.title}
          </Link>
          <PressButton kind="link" onPress={settle}>
            {words.sending.dismiss}
          </PressButton>
        </>
      ) : (
        <>
          <span>{state.kind === 'under-way' ? words.sending.underWay : words.sending.title}</span>
          <Link to="/lab">{words.sending.show}</Link>
        </>
      )}
    </p>
  );
}
