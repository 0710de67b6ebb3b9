import { DateTime, UserError } from '@ketqua/platform';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { StoredSigningKey } from '../certificate/signing-keys.js';

export enum SigningAlgorithm {
  ES256 = 'ES256',
  PS256 = 'PS256',
}
registerEnumType(SigningAlgorithm, { name: 'SigningAlgorithm', description: 'As COSE and JOSE name them.' });

export enum SigningKeyState {
  WAITING = 'WAITING',
  SIGNING = 'SIGNING',
  VERIFYING = 'VERIFYING',
  EXPIRED = 'EXPIRED',
  REVOKED = 'REVOKED',
}
registerEnumType(SigningKeyState, {
  name: 'SigningKeyState',
  description:
    'WAITING: published, signs from `signsFrom` on. SIGNING: signs what is issued now. VERIFYING: what it signed stays good. EXPIRED: past `notAfter`. REVOKED: nothing that it signed is good.',
});

@ObjectType({
  description: 'A key that signs certificates. Its private half is told to nobody. Read by ADMIN.',
})
export class SigningKey {
  @Field(() => String, { description: 'Base64 of the first 8 bytes of the SHA-256 of its certificate.' })
  kid!: string;
  @Field(() => SigningAlgorithm)
  algorithm!: SigningAlgorithm;
  @Field(() => SigningKeyState)
  state!: SigningKeyState;
  @Field(() => String, {
    description: 'Where its private half is: SEALED in the database, or the name of a KMS.',
  })
  vault!: string;
  @Field(() => DateTime, { description: 'Verifiers believe it from then …' })
  notBefore!: Date;
  @Field(() => DateTime, { description: '… until then.' })
  notAfter!: Date;
  @Field(() => DateTime, { description: 'It signs from then …' })
  signsFrom!: Date;
  @Field(() => DateTime, { nullable: true, description: '… until then, or until another one takes over.' })
  signsUntil!: Date | null;
  @Field(() => DateTime)
  createdAt!: Date;
  @Field(() => ID, { nullable: true, description: 'The account that made it; null where the platform did.' })
  createdBy!: string | null;
  @Field(() => DateTime, { nullable: true })
  revokedAt!: Date | null;
  @Field(() => String, { nullable: true })
  revokedReason!: string | null;
  @Field(() => String, { description: 'Its X.509 certificate: DER in base64.' })
  certificate!: string;
}

@InputType()
export class RotateSigningKeyInput {
  @Field(() => DateTime, {
    nullable: true,
    description:
      'From when on the new key signs: now to 90 days ahead. A day ahead where it is left out, so that every verifier knows the key before it meets its signature.',
  })
  signsFrom?: Date | null;
}

@InputType()
export class RevokeSigningKeyInput {
  @Field(() => String)
  kid!: string;
  @Field(() => String, {
    description: 'For the record; no personal data. At least one word; at most 500 characters are kept.',
  })
  reason!: string;
}

@ObjectType({
  implements: UserError,
  description:
    'Nothing was done: INVALID_ROTATION (`signsFrom` is past or too far ahead), TOO_MANY_KEYS, or REASON_REQUIRED.',
})
export class InvalidKeyChangeError extends UserError {
  @Field(() => [String])
  path!: string[];
}

export function presentSigningKey(key: StoredSigningKey, isSigning: boolean): SigningKey {
  const date = (text: string | null) => (text === null ? null : new Date(text));
  const { kid, vault, createdBy, revokedReason } = key;
  return Object.assign(new SigningKey(), {
    ...{ kid, vault, createdBy, revokedReason },
    algorithm: key.algorithm as SigningAlgorithm,
    state: stateOf(key, isSigning, new Date()),
    notBefore: new Date(key.notBefore),
    notAfter: new Date(key.notAfter),
    signsFrom: new Date(key.signsFrom),
    signsUntil: date(key.signsUntil),
    createdAt: new Date(key.createdAt),
    revokedAt: date(key.revokedAt),
    certificate: Buffer.from(key.certificate).toString('base64'),
  });
}

function stateOf(key: StoredSigningKey, isSigning: boolean, now: Date): SigningKeyState {
  if (key.revokedAt) return SigningKeyState.REVOKED;
  if (new Date(key.notAfter) < now) return SigningKeyState.EXPIRED;
  if (isSigning) return SigningKeyState.SIGNING;
  return new Date(key.signsFrom) > now ? SigningKeyState.WAITING : SigningKeyState.VERIFYING;
}
