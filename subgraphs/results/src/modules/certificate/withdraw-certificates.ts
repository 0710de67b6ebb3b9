import { happened } from '@ketqua/platform';
import type { Storing } from '../submission/storing.js';
import { certificateHashOf } from './certificate-hash.js';

/** Ends the certificates of some results that are in force, and tells whoever holds or verifies them. */
export async function withdrawCertificates(
  { query, outbox, now }: Pick<Storing, 'query' | 'outbox' | 'now'>,
  resultIds: readonly string[],
  end: 'REVOKED' | 'SUPERSEDED',
): Promise<void> {
  if (!resultIds.length) return;
  const column = end === 'REVOKED' ? 'revoked_at' : 'superseded_at';
  const ended = await query<{ id: string; personId: string; certificateId: string }>(
    `update results.certificate set ${column} = $2
      where result_id = any($1::uuid[]) and revoked_at is null and superseded_at is null
      returning id, person_id as "personId", certificate_id as "certificateId"`,
    [resultIds, now.toISOString()],
  );
  for (const { id: qrTokenId, personId, certificateId } of ended) {
    const certificateHash = certificateHashOf(certificateId);
    outbox(happened('qr-token.status-changed', { qrTokenId, personId, certificateHash, status: end }));
  }
}
