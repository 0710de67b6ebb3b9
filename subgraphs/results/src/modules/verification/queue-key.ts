import type { Database } from '@ketqua/platform';
import {
  calculateJwkThumbprint,
  compactDecrypt,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';
import { keyRing } from '../../key-ring.js';

const column = 'queue_key.private_key';
const algorithm = 'ECDH-ES';
const encryption = 'A256GCM';

/** What an officer's phone seals the verifications of its queue to: whoever finds the phone reads none of them. */
export interface QueueKey {
  /** For `alg` ECDH-ES and `enc` A256GCM, with its `kid`. */
  readonly publicJwk: JWK;
  /** Opens an entry of a queue. @throws when it was not sealed to this key */
  open(sealed: string): Promise<string>;
}

/** The key of this installation, sealed in the database; made at the first start. */
export async function openQueueKey(database: Pick<Database, 'query'>): Promise<QueueKey> {
  const stored = (await storedKey(database)) ?? (await makeKey(database));
  const key = await importJWK(stored.privateJwk, algorithm);
  return {
    publicJwk: stored.publicJwk,
    async open(sealed) {
      const options = {
        keyManagementAlgorithms: [algorithm],
        contentEncryptionAlgorithms: [encryption],
        // Nothing compressed: a few bytes would become very many.
        maxDecompressedLength: 0,
      };
      const { plaintext } = await compactDecrypt(sealed, key, options);
      return new TextDecoder().decode(plaintext);
    },
  };
}

interface StoredKey {
  readonly publicJwk: JWK;
  readonly privateJwk: JWK;
}

async function storedKey(database: Pick<Database, 'query'>): Promise<StoredKey | undefined> {
  const [row] = await database.query<{ publicJwk: JWK; sealed: Uint8Array }>(
    `select public_key as "publicJwk", private_key as sealed from results.queue_key
      order by created_at, kid limit 1`,
  );
  return row && { publicJwk: row.publicJwk, privateJwk: JSON.parse(keyRing.open(row.sealed, column)) as JWK };
}

/** Four processes may make one at once: the first one's stays. */
async function makeKey(database: Pick<Database, 'query'>): Promise<StoredKey> {
  const pair = await generateKeyPair(algorithm, { crv: 'P-256', extractable: true });
  const publicKey = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(publicKey);
  const publicJwk = { ...publicKey, kid, alg: algorithm, use: 'enc' };
  const sealed = keyRing.seal(JSON.stringify(await exportJWK(pair.privateKey)), column);
  await database.query(
    `with locked as (select pg_advisory_xact_lock(hashtext('ketqua queue key')))
     insert into results.queue_key (kid, public_key, private_key)
     select $1, $2::jsonb, $3 from locked where not exists (select from results.queue_key)`,
    [kid, JSON.stringify(publicJwk), sealed],
  );
  return (await storedKey(database))!;
}
