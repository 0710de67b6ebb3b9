import type { EllipticJwk } from '@ketqua/health-cert';
import { type BundleRootSigner, bundleRootSigner, createBundleRoot } from '@ketqua/health-cert/node';
import { type Orm, type Query, queryIn } from '@ketqua/platform';
import { keyRing } from '../../key-ring.js';

const column = 'bundle_root.private_key';

/** Thrown at the start where the database holds another root key than the one that verifiers were built to believe. */
export class TrustRootMismatchError extends Error {
  override readonly name = 'TrustRootMismatchError';
}

/**
 * The root key of trust bundles, sealed in the database and apart from the keys of certificates; made at the first
 * start. Of several the last one signs.
 *
 * @param pinned its thumbprint (RFC 7638), where the installation says which one it must be
 * @throws TrustRootMismatchError
 */
export async function openBundleRoot(orm: Orm, pinned: string | undefined): Promise<BundleRootSigner> {
  const root = (await stored(queryIn(orm.em.fork()))) ?? (await made(orm));
  if (pinned !== undefined && root.thumbprint !== pinned) {
    throw new TrustRootMismatchError(
      `The root key of trust bundles is ${root.thumbprint}, and KETQUA_TRUST_ROOT names another`,
    );
  }
  return root;
}

async function stored(query: Query): Promise<BundleRootSigner | undefined> {
  const [row] = await query<{ thumbprint: string; publicKeyJwk: EllipticJwk; sealed: Uint8Array }>(
    `select thumbprint, public_key as "publicKeyJwk", private_key as sealed from results.bundle_root
      order by created_at desc, thumbprint limit 1`,
  );
  if (!row) return undefined;
  const privateKeyPkcs8 = Buffer.from(keyRing.open(row.sealed, column), 'base64');
  return bundleRootSigner({ thumbprint: row.thumbprint, publicKeyJwk: row.publicKeyJwk, privateKeyPkcs8 });
}

/** Several processes may make one at once: the first one's stays. */
async function made(orm: Orm): Promise<BundleRootSigner> {
  const { thumbprint, publicKeyJwk, privateKeyPkcs8 } = await createBundleRoot();
  const sealed = keyRing.seal(Buffer.from(privateKeyPkcs8).toString('base64'), column);
  return orm.em.fork().transactional(async (em) => {
    const query = queryIn(em);
    // In a statement of its own: the next one sees what whoever held the lock has committed.
    await query("select pg_advisory_xact_lock(hashtext('ketqua bundle root'))");
    const others = await stored(query);
    if (others) return others;
    await query(
      'insert into results.bundle_root (thumbprint, public_key, private_key) values ($1, $2::jsonb, $3)',
      [thumbprint, JSON.stringify(publicKeyJwk), sealed],
    );
    return bundleRootSigner({ thumbprint, publicKeyJwk, privateKeyPkcs8 });
  });
}
