import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  authenticTrustList,
  bundleRootSigner,
  createBundleRoot,
  signCompactJws,
  TrustListUnreadableError,
} from '../node.js';

const pairOf = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pemOf = ({ publicKey }: ReturnType<typeof pairOf>) =>
  publicKey.export({ format: 'pem', type: 'spki' }).toString();

describe('a trust list whose signature is asked for', () => {
  const list = '{"certificates":[]}';
  const owner = pairOf();
  const signedWith = (dsaEncoding: 'ieee-p1363' | 'der') =>
    `${sign('sha256', Buffer.from(list), { key: owner.privateKey, dsaEncoding }).toString('base64')}\n${list}`;

  it("is taken as Germany's where the line before it signs the rest, however r and s are written", async () => {
    for (const encoding of ['ieee-p1363', 'der'] as const) {
      const content = signedWith(encoding);
      expect(await authenticTrustList('DCC', content, pemOf(owner))).toBe(content);
    }
  });

  it('is refused where it was altered, where another key signed it, and where nobody did', async () => {
    const content = signedWith('ieee-p1363');
    for (const [altered, key] of [
      [content.replace('[]', '[1]'), pemOf(owner)],
      [content, pemOf(pairOf())],
      [list, pemOf(owner)],
      [content, 'no key'],
    ] as const) {
      await expect(authenticTrustList('DCC', altered, key)).rejects.toThrow(TrustListUnreadableError);
    }
    await expect(authenticTrustList('GDHCN', '{}', pemOf(owner))).rejects.toThrow(TrustListUnreadableError);
    await expect(authenticTrustList('PEM', 'x', pemOf(owner))).rejects.toThrow(TrustListUnreadableError);
  });

  it('is taken as another Ketqua publishes it: a JWS by the root key that is named', async () => {
    const [root, stranger] = await Promise.all([createBundleRoot(), createBundleRoot()]);
    const jws = await signCompactJws({ keys: [] }, 'jwk-set+jwt', bundleRootSigner(root));
    expect(await authenticTrustList('JWKS', jws, root.thumbprint)).toBe('{"keys":[]}');
    expect(await authenticTrustList('JWKS', jws, undefined)).toBe('{"keys":[]}');
    const [header, , signature] = jws.split('.');
    const altered = [header, Buffer.from('{"keys":[1]}').toString('base64url'), signature].join('.');
    for (const [content, thumbprint] of [
      [altered, root.thumbprint],
      [jws, stranger.thumbprint],
      ['{"keys":[]}', root.thumbprint],
    ] as const) {
      await expect(authenticTrustList('JWKS', content, thumbprint)).rejects.toThrow(TrustListUnreadableError);
    }
  });

  it('is taken as it is where no signature is asked for', async () => {
    expect(await authenticTrustList('DCC', list, undefined)).toBe(list);
  });
});
