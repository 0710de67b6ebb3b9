import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState } from 'react';
import { Provider } from 'urql';
import { useLanguage } from '../language/language-provider.tsx';
import { type ConnectionStore, createConnectionStore } from '../network/connection-state.ts';
import { createGraphClient } from '../network/graph-client.ts';
import { createSessionRefresh } from './refresh-session.ts';
import { exclusively, sendRefresh } from './send-refresh.ts';
import { createSessionMarker } from './session-marker.ts';

/** The session as the page knows it: no token, only that it began or ended. */
export interface SessionControl {
  connection: ConnectionStore;
  /** The number used to sign in, held in memory only, for the step-up before a QR code. */
  phone: string | null;
  /** A code was verified: remembers until when, and starts over unless `sameViewer`. */
  began(expiresAt: string, phone: string, sameViewer?: boolean): void;
  /** The viewer is known to be signed in on this device, or not. */
  observed(isSignedIn: boolean): void;
  /** The session is over: forgets it and starts over. */
  ended(): void;
}

const SessionContext = createContext<SessionControl | null>(null);
const marker = createSessionMarker(localStorage);

/** Gives its children the network of one session; when the session changes, everything below starts anew. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [epoch, setEpoch] = useState(0);
  const [phone, setPhone] = useState<string | null>(null);
  const control = useMemo(
    () => ({
      phone,
      began: (expiresAt: string, usedPhone: string, sameViewer = false) => {
        marker.write(expiresAt);
        setPhone(usedPhone);
        if (!sameViewer) setEpoch((previous) => previous + 1);
      },
      observed: (isSignedIn: boolean) => {
        if (!isSignedIn) marker.clear();
        else if (marker.read() === null) marker.write('');
      },
      ended: () => {
        marker.clear();
        setPhone(null);
        setEpoch((previous) => previous + 1);
      },
    }),
    [phone],
  );
  return (
    <SessionScope key={epoch} control={control}>
      {children}
    </SessionScope>
  );
}

function SessionScope({
  control,
  children,
}: {
  control: Omit<SessionControl, 'connection'>;
  children: ReactNode;
}) {
  const { language } = useLanguage();
  const spoken = useRef(language);
  useEffect(() => {
    spoken.current = language;
  }, [language]);
  const [network] = useState(() => {
    const connection = createConnectionStore();
    const refreshSession = createSessionRefresh({
      marker,
      send: sendRefresh,
      exclusively,
      onEnded: control.ended,
    });
    const client = createGraphClient({
      language: () => spoken.current,
      marker,
      connection,
      refreshSession,
      sessionRefused: control.ended,
    });
    return { connection, client };
  });
  const value = useMemo(() => ({ ...control, connection: network.connection }), [control, network]);
  return (
    <SessionContext value={value}>
      <Provider value={network.client}>{children}</Provider>
    </SessionContext>
  );
}

/** The session of the page. */
export function useSession(): SessionControl {
  const control = use(SessionContext);
  if (control === null) throw new Error('SessionProvider is missing');
  return control;
}
