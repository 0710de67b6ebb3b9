import { openTrustBundle, type TrustBundle } from './open-trust-bundle.js';

/** What a device keeps of the trust bundle that it opened last, and needs to open the next one. */
export interface KeptTrustBundle {
  /** As it was loaded. */
  readonly text: string;
  /** The thumbprint of the root key that signed it. */
  readonly root: string;
  readonly version: number;
}

/** A bundle that was opened, and what to keep of it. */
export interface FollowedTrustBundle {
  readonly bundle: TrustBundle;
  readonly kept: KeptTrustBundle;
}

/**
 * Opens a bundle that was just loaded, or the one that is kept, on a device that opened others before. The root keys that
 * the build names are believed; where it names none, the one of the first bundle is, from that time on. An older bundle
 * than the last one is refused.
 *
 * @param builtRoots thumbprints (RFC 7638) that the build names; two while one root follows another
 * @throws TrustBundleError: the kept one stays
 */
export async function followTrustBundle(
  text: string,
  kept: KeptTrustBundle | undefined,
  builtRoots: readonly string[] = [],
): Promise<FollowedTrustBundle> {
  const roots = builtRoots.length > 0 ? builtRoots : kept && [kept.root];
  const bundle = await openTrustBundle(text, {
    ...(roots && { pinnedRoots: roots }),
    ...(kept && { lastVersion: kept.version }),
  });
  return { bundle, kept: { text, root: bundle.root, version: bundle.version } };
}
