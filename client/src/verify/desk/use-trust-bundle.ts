import { useEffect, useState } from 'react';
import { useLive } from '../../network/use-live.ts';
import { TrustBundleChangedDocument } from '../../schema/operations.ts';
import { loadBundle, loadBundleOf, openKeptBundle, trustBundle } from './trust-bundle.ts';

const lookAgainAfter = 60_000;

/** Keeps the bundle that this phone checks by of now, as far as there is a network; gives when it was issued. */
export function useTrustBundle(): string | null {
  const [asOf, setAsOf] = useState<string | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const look = async () => {
      await openKeptBundle();
      if (isCurrent) setAsOf(issuedAt());
      await loadBundle().catch(() => undefined);
      if (isCurrent) setAsOf(issuedAt());
    };
    void look();
    const again = () => void look();
    const timer = setInterval(again, lookAgainAfter);
    window.addEventListener('online', again);
    return () => {
      isCurrent = false;
      clearInterval(timer);
      window.removeEventListener('online', again);
    };
  }, []);
  // What was published is what this phone judges by a moment later.
  useLive(TrustBundleChangedDocument, {}, 'trust-bundle', {
    onEvent: ({ trustBundleChanged: { version } }) =>
      void loadBundleOf(version)
        .catch(() => undefined)
        .then(() => setAsOf(issuedAt())),
    onFailure: () => undefined,
  });
  return asOf;
}

function issuedAt(): string | null {
  return trustBundle()?.issuedAt.toISOString() ?? null;
}
