import { beforeAll, describe, expect, it } from 'vitest';
import { followTrustBundle } from './follow-trust-bundles.js';
import { type BundleRootSigner, bundleRootSigner, createBundleRoot, signTrustBundle } from './node.js';
import { TrustBundleError } from './open-trust-bundle.js';

let root: BundleRootSigner;
let stranger: BundleRootSigner;
beforeAll(async () => {
  root = bundleRootSigner(await createBundleRoot());
  stranger = bundleRootSigner(await createBundleRoot());
});

const signed = (version: number, by = root) =>
  signTrustBundle(
    {
      ...{ issuedAt: '2026-11-23T07:00:00Z', version, maxAge: 86_400 },
      ...{ keys: [], rules: [], valueSets: [], status: { lists: [], revocations: [] } },
    },
    by,
  );
const outcomeOf = (following: ReturnType<typeof followTrustBundle>) =>
  following.then(
    ({ kept }) => kept.version,
    (error: unknown) => (error instanceof TrustBundleError ? error.code : error),
  );

describe('a device that follows trust bundles', () => {
  it('believes the root of the first one from that time on, where the build names none', async () => {
    const first = await followTrustBundle(await signed(7), undefined);
    expect(first.kept).toMatchObject({ root: root.thumbprint, version: 7 });
    expect(await outcomeOf(followTrustBundle(await signed(8), first.kept))).toBe(8);
    expect(await outcomeOf(followTrustBundle(await signed(9, stranger), first.kept))).toBe('ROOT_UNKNOWN');
  });

  it('opens what it kept again, and takes no older one from anybody', async () => {
    const { kept } = await followTrustBundle(await signed(7), undefined);
    expect(await outcomeOf(followTrustBundle(kept.text, kept))).toBe(7);
    expect(await outcomeOf(followTrustBundle(await signed(6), kept))).toBe('VERSION_OLDER');
  });

  it('believes the roots that the build names and no other, from the first one on', async () => {
    const built = [root.thumbprint];
    expect(await outcomeOf(followTrustBundle(await signed(7, stranger), undefined, built))).toBe(
      'ROOT_UNKNOWN',
    );
    const { kept } = await followTrustBundle(await signed(7), undefined, built);
    // One root follows another: a build names both for a time.
    const both = [root.thumbprint, stranger.thumbprint];
    expect(await outcomeOf(followTrustBundle(await signed(8, stranger), kept, both))).toBe(8);
    // A build that names another root overrules what the device believed at first sight.
    expect(await outcomeOf(followTrustBundle(await signed(8), kept, [stranger.thumbprint]))).toBe(
      'ROOT_UNKNOWN',
    );
  });
});
