import { generateKeyPairSync } from 'node:crypto';
import { type Orm, queryIn } from '@ketqua/platform';
import { keyRing } from '../../key-ring.js';

/** What pushes are signed with (VAPID, RFC 8292): a key pair of P-256, raw and base64url. */
export interface PushKey {
  /** The uncompressed point, which browsers subscribe with. */
  readonly publicKey: string;
  readonly privateKey: string;
}

const column = 'push_key.private_key';

/** The installation's key, made at the first start: another one would be refused for every subscription there is. */
export async function pushKeyOf(orm: Orm): Promise<PushKey> {
  const query = queryIn(orm.em.fork());
  const made = newPushKey();
  await query(
    'insert into citizens.push_key (public_key, private_key) values ($1, $2) on conflict (singleton) do nothing',
    [made.publicKey, keyRing.seal(made.privateKey, column)],
  );
  const [stored] = await query<{ public_key: string; private_key: Uint8Array }>(
    'select public_key, private_key from citizens.push_key',
  );
  return { publicKey: stored!.public_key, privateKey: keyRing.open(stored!.private_key, column) };
}

function newPushKey(): PushKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y, d } = privateKey.export({ format: 'jwk' });
  const point = [Buffer.of(4), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')];
  return { publicKey: Buffer.concat(point).toString('base64url'), privateKey: d! };
}
