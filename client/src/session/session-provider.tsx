import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState } from 'react';
import { Provider } from 'urql';
import { useLanguage } from '../language/language-provider.tsx';
import { forgetPasses } from '../my-qr/kept-passes.ts';
import { type ConnectionStore, createConnectionStore } from '../network/connection-state.ts';
import { createGraphClient } from '../network/graph-client.ts';
import { forgetDesk } from '../verify/desk/officer-store.ts';
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

/** Leaves nothing of a session behind: its mark, what its tab remembers of what was sent, the codes that were kept. */
function forget(): void {
  marker.clear();
  sessionStorage.clear();
  void forgetPasses();
  void forgetDesk();
}

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
        if (!isSignedIn) forget();
        else if (marker.read() === null) marker.write('');
      },
      ended: () => {
        forget();
        setPhone(null);
        setEpoch((previous) => previous + 1);
      },
    }),
    [phone],
  );
  // Another tab signed out; or this page comes back by the browser's Back as it was left, before a sign-out.
  const { ended } = control;
  useEffect(() => {
    const look = (event: StorageEvent | PageTransitionEvent) => {
      const isNews = event instanceof StorageEvent ? event.key === marker.key : event.persisted;
      if (isNews && marker.wasSeen() && marker.read() === null) ended();
    };
    window.addEventListener('storage', look);
    window.addEventListener('pageshow', look);
    return () => {
      window.removeEventListener('storage', look);
      window.removeEventListener('pageshow', look);
    };
  }, [ended]);
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
