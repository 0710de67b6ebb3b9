import { SealedText } from '@ketqua/platform';
import { defineEntity, p } from '@mikro-orm/core';
import { keyRing } from '../../key-ring.js';

const certificateSchema = defineEntity({
  name: 'Certificate',
  tableName: 'certificate',
  properties: {
    id: p.uuid().primary(),
    resultId: p.uuid(),
    resultVersion: p.integer(),
    personId: p.uuid(),
    /** The UVCI. */
    certificateId: p.text(),
    kid: p.text(),
    /** The QR's text. */
    payload: p.type(new SealedText(keyRing, 'certificate.payload')).$type<string>(),
    issuedAt: p.datetime(),
    expiresAt: p.datetime(),
    /** Its place in the status list; certificates of before the list have none. */
    statusShard: p.smallint().nullable(),
    statusIndex: p.integer().nullable(),
    revokedAt: p.datetime().nullable(),
    supersededAt: p.datetime().nullable(),
    /** Whether the key that signed it was revoked, and so every certificate of it. */
    isKeyRevoked: p
      .boolean()
      .formula(
        (columns) =>
          `(select k.revoked_at is not null from results.signing_key k where k.kid = ${columns.kid})`,
      ),
  },
});

export type CertificateStatus = 'ACTIVE' | 'EXPIRED' | 'REVOKED' | 'SUPERSEDED';

/** A signed certificate: what the API calls a QR token. */
export class Certificate extends certificateSchema.class {
  /** A revocation outlives the clock: it is told before the expiry. */
  statusAt(now: Date): CertificateStatus {
    if (this.revokedAt || this.isKeyRevoked) return 'REVOKED';
    if (this.supersededAt) return 'SUPERSEDED';
    return this.expiresAt <= now ? 'EXPIRED' : 'ACTIVE';
  }
}
certificateSchema.setClass(Certificate);

export const certificateEntities = [certificateSchema];
