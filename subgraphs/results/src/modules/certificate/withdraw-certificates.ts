import { happened } from '@ketqua/platform';
import type { Storing } from '../submission/storing.js';

/** Ends the certificates of a result that are in force, and tells whoever holds or verifies them. */
export async function withdrawCertificates(
  { query, outbox, now }: Pick<Storing, 'query' | 'outbox' | 'now'>,
  resultId: string,
  end: 'REVOKED' | 'SUPERSEDED',
): Promise<void> {
  const column = end === 'REVOKED' ? 'revoked_at' : 'superseded_at';
  const ended = await query<{ id: string; personId: string }>(
    `update results.certificate set ${column} = $2
      where result_id = $1 and revoked_at is null and superseded_at is null
      returning id, person_id as "personId"`,
    [resultId, now.toISOString()],
  );
  for (const { id, personId } of ended) {
    outbox(happened('qr-token.status-changed', { qrTokenId: id, personId }));
  }
}
