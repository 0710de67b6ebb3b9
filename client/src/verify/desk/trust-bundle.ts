import { type FollowedTrustBundle, followTrustBundle, type TrustBundle } from '@ketqua/health-cert';
import { timedFetch } from '../../network/server-clock.ts';
import { keepBundle, keptBundle } from './officer-store.ts';

/** Thumbprints of the root keys that this build believes; none: the first one that the phone sees. */
const builtRoots: readonly string[] = String(import.meta.env.VITE_TRUST_ROOTS ?? '')
  .split(' ')
  .filter((root) => root !== '');

let current: TrustBundle | undefined;

/** The bundle that this phone opened last; undefined before the first. */
export function trustBundle(): TrustBundle | undefined {
  return current;
}

/** Opens the bundle that is kept, where none is open yet. */
export async function openKeptBundle(): Promise<void> {
  if (current) return;
  const kept = await keptBundle();
  if (!kept) return;
  try {
    take(await followTrustBundle(kept.text, kept, builtRoots));
  } catch {
    // Altered, or of another root: it is as if there were none.
  }
}

let loading: Promise<void> | undefined;

/**
 * Loads the bundle of now; the browser asks with the ETag of the one that it has. One that is refused (another root, an
 * older version) leaves the present one.
 */
export function loadBundle(): Promise<void> {
  loading ??= load().finally(() => {
    loading = undefined;
  });
  return loading;
}

const patience = 1_000;
const mostTries = 8;

/** Loads until the bundle is as new as that: what hands it out may learn of it a moment later. */
export async function loadBundleOf(version: number): Promise<void> {
  for (let tries = 0; tries < mostTries && !((current?.version ?? 0) >= version); tries += 1) {
    if (tries > 0) await new Promise((resolve) => setTimeout(resolve, patience));
    await loadBundle();
  }
}

async function load(): Promise<void> {
  await openKeptBundle();
  const response = await timedFetch('/trust-bundle', { cache: 'no-cache', credentials: 'omit' });
  if (!response.ok) return;
  const followed = await followTrustBundle(await response.text(), await keptBundle(), builtRoots);
  take(followed);
  await keepBundle(followed.kept);
}

function take({ bundle }: FollowedTrustBundle): void {
  current = bundle;
}
