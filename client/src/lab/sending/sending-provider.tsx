import {
  createContext,
  type ReactNode,
  use,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { useClient } from 'urql';
import { useLab } from '../lab-context.ts';
import { createFileSender, type Parcel, type SendingState } from './file-sender.ts';
import { progressOf, sendFile } from './send-file.ts';
import { createSubmissionKeys, type SubmissionKeys } from './submission-keys.ts';

/** The sending of a file, as the parts of the page see it. */
export interface Sending {
  state: SendingState;
  /** The keys of this viewer's submissions. */
  keys: SubmissionKeys;
  send(parcel: Parcel): void;
  dismiss(): void;
}

const SendingContext = createContext<Sending | null>(null);

/** Holds the sending of a file above the parts of the page. */
export function SendingProvider({ children }: { children: ReactNode }) {
  const client = useClient();
  const { viewerId, reload } = useLab();
  const [keys] = useState(() => createSubmissionKeys(sessionStorage, viewerId));
  const [sender] = useState(() =>
    createFileSender({
      keys,
      send: (input, onLost) => sendFile(client, input, onLost),
      progress: (key) => progressOf(client, key),
      wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      onSettled: reload,
    }),
  );
  const state = useSyncExternalStore(sender.subscribe, sender.read);
  useEffect(() => {
    void sender.resume();
    return sender.stop;
  }, [sender]);
  const sending = useMemo(
    () => ({
      state,
      keys,
      send: (parcel: Parcel) => void sender.send(parcel),
      dismiss: sender.dismiss,
    }),
    [state, keys, sender],
  );
  return <SendingContext value={sending}>{children}</SendingContext>;
}

/** The sending of the page. */
export function useSending(): Sending {
  const sending = use(SendingContext);
  if (sending === null) throw new Error('SendingProvider is missing');
  return sending;
}
