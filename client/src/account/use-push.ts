import { useEffect, useState } from 'react';
import { useMutation } from 'urql';
import { type Failure, failureOf } from '../network/failure.ts';
import { SubscribeToPushDocument, UnsubscribeFromPushDocument } from '../schema/account-operations.ts';
import { useAccountWords } from './words/account-catalogue.ts';

/** Whether this browser is told when something waits. `looking` is over at once. */
export type PushState = 'looking' | 'unsupported' | 'denied' | 'off' | 'on';

/** The notifications of this browser, as far as it has them. */
export interface PushControl {
  state: PushState;
  failure: Failure | null;
  isBusy: boolean;
  /** Gives whether there was an answer: the browser's question may have been left open, or nothing worked. */
  turnOn(): Promise<boolean>;
  turnOff(): Promise<boolean>;
}

/**
 * The browser's half of web push and the server's, kept in step.
 * @param publicKey null where nothing is pushed
 * @param isNotified whether the server pushes to this session
 */
export function usePush(publicKey: string | null, isNotified: boolean): PushControl {
  const words = useAccountWords().push;
  const [state, setState] = useState<PushState>('looking');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [, subscribe] = useMutation(SubscribeToPushDocument);
  const [, unsubscribe] = useMutation(UnsubscribeFromPushDocument);
  useEffect(() => {
    let isCurrent = true;
    void stateOf(publicKey, isNotified).then((found) => isCurrent && setState(found));
    return () => {
      isCurrent = false;
    };
  }, [publicKey, isNotified]);

  const attempt = async (change: () => Promise<{ refused: Failure | null; isOn: boolean }>) => {
    setFailure(null);
    setIsBusy(true);
    try {
      const { refused, isOn } = await change();
      setFailure(refused);
      setState(await stateOf(publicKey, isOn));
      return refused === null;
    } catch {
      setFailure({ code: 'PUSH_REFUSED', message: words.unsupported });
      return false;
    } finally {
      setIsBusy(false);
    }
  };
  const turnOn = () =>
    attempt(async () => {
      if (!isSupported(publicKey) || (await Notification.requestPermission()) !== 'granted') {
        return { refused: null, isOn: false };
      }
      const { pushManager } = await serviceWorker();
      const applicationServerKey = publicKey;
      const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
      const { endpoint = '', keys } = subscription.toJSON();
      const input = { endpoint, p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' };
      const { data, error } = await subscribe({ input });
      const refused = error ? failureOf(error) : refusalIn(data?.subscribeToPush);
      if (refused) await subscription.unsubscribe();
      return { refused, isOn: !refused };
    });
  const turnOff = () =>
    attempt(async () => {
      const { pushManager } = await serviceWorker();
      const subscription = await pushManager.getSubscription();
      if (!subscription) return { refused: null, isOn: false };
      const { endpoint } = subscription;
      await subscription.unsubscribe();
      const { error } = await unsubscribe({ endpoint });
      return { refused: error ? failureOf(error) : null, isOn: false };
    });
  return { state, failure, isBusy, turnOn, turnOff };
}

function refusalIn(answer: object | undefined): Failure | null {
  return answer && 'code' in answer ? (answer as Failure) : null;
}

/** Whether this browser and this installation have what web push takes. */
function isSupported(publicKey: string | null): publicKey is string {
  const has = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
  return publicKey !== null && has;
}

async function stateOf(publicKey: string | null, isNotified: boolean): Promise<PushState> {
  if (!isSupported(publicKey)) return 'unsupported';
  if (Notification.permission === 'denied') return 'denied';
  const registration = await navigator.serviceWorker.getRegistration();
  // One that is left of somebody who signed out is not this session's.
  const isSubscribed = isNotified && (await registration?.pushManager.getSubscription());
  return isSubscribed ? 'on' : 'off';
}

/** The app's service worker, once it is at work; registered where nobody did before. */
async function serviceWorker(): Promise<ServiceWorkerRegistration> {
  if (!(await navigator.serviceWorker.getRegistration())) await navigator.serviceWorker.register('/sw.js');
  return navigator.serviceWorker.ready;
}
