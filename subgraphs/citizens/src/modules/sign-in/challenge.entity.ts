import { type Locale, SealedText } from '@ketqua/platform';
import { defineEntity, p } from '@mikro-orm/core';
import { keyRing } from '../../key-ring.js';
import type { OtpChannel } from '../phone-network/phone-verifier.js';

/** What a provider said last of a code's way. */
export type Delivery = 'BLOCKED' | 'FAILED' | 'EXPIRED' | 'CANCELLED' | 'COMPLETED';

/** How often a code may be tried. */
export const maximalAttempts = 5;

/** How often a check that the provider did not answer is forgiven: it may have judged it all the same. */
export const maximalUnanswered = 5;

const challengeSchema = defineEntity({
  name: 'Challenge',
  tableName: 'challenge',
  properties: {
    id: p.uuid().primary(),
    phone: p.type(new SealedText(keyRing, 'challenge.phone')).$type<string>(),
    phoneIndex: p.type('bytea').$type<Uint8Array>(),
    channel: p.text().$type<OtpChannel>(),
    locale: p.text().$type<Locale>(),
    requestedAt: p.datetime(),
    expiresAt: p.datetime(),
    attempts: p.integer(),
    verificationId: p.text().nullable(),
    endedAt: p.datetime().nullable(),
    isTrusted: p.boolean(),
    isRerouted: p.boolean(),
    delivery: p.text().$type<Delivery>().nullable(),
  },
});

/** A code that was asked for, whether or not it was sent: nobody can tell from it whether the phone is known. */
export class Challenge extends challengeSchema.class {
  /** Whether a code may still be tried. */
  isOpen(at: Date): boolean {
    return !this.endedAt && this.expiresAt > at;
  }

  /** Whether it was tried too often. */
  isLocked(): boolean {
    return this.attempts >= maximalAttempts;
  }
}
challengeSchema.setClass(Challenge);

export const challengeEntities = [challengeSchema];
