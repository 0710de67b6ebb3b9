import { DateTime } from '@ketqua/platform';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { Certificate } from './certificate.entity.js';

export enum QrTokenStatus {
  ACTIVE = 'ACTIVE',
  EXPIRED = 'EXPIRED',
  REVOKED = 'REVOKED',
  SUPERSEDED = 'SUPERSEDED',
}
registerEnumType(QrTokenStatus, {
  name: 'QrTokenStatus',
  description: 'SUPERSEDED: the result was corrected, ask for a new one. REVOKED: the result was withdrawn.',
});

/** A signed certificate as its holder sees it. */
@ObjectType({ description: 'A result as an HCERT to show as a QR code. Read by whoever claimed the person.' })
export class QrToken {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: 'The text to draw: "HC1:…" (HCERT), alphanumeric.' })
  payload!: string;
  @Field(() => String, { description: 'The UVCI.' })
  certificateId!: string;
  @Field(() => DateTime)
  issuedAt!: Date;
  @Field(() => DateTime)
  expiresAt!: Date;
  @Field(() => QrTokenStatus)
  status!: QrTokenStatus;
  /** For the resolvers alone. */
  resultId!: string;
}

export function presentQrToken(certificate: Certificate): QrToken {
  const { id, payload, certificateId, issuedAt, expiresAt, resultId } = certificate;
  const status = certificate.statusAt(new Date()) as QrTokenStatus;
  return Object.assign(new QrToken(), {
    id,
    payload,
    certificateId,
    issuedAt,
    expiresAt,
    status,
    resultId,
  });
}
